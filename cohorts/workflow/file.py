"""The administrative file of a learner: asked, received, looked at, not usable, not needed.

Items are made with the seat. What only some people need (a permit, a benefit) a colleague adds.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from becode.audit.record import move, record
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove
from becode.files import store
from becode.files.enums import DOCUMENT_MOVES, DocumentState
from becode.files.models import StoredFile
from becode.messages.compose import send
from cohorts.enums import FileKind
from cohorts.models import Enrolment, FileItem
from cohorts.notifications.file import FileItemRefused

# What everybody needs.
FOR_ALL = (FileKind.WAIVER, FileKind.CONTRACT, FileKind.LAPTOP_FORM)


def in_order(items: Iterable[FileItem]) -> list[FileItem]:
    """The parts of a file as every page shows them."""
    order = list(FileKind)
    return sorted(items, key=lambda item: order.index(FileKind(item.kind)))


def open_file(*, enrolment: Enrolment, at: datetime) -> None:
    """Make what everybody needs, in the transaction that gives the seat."""
    FileItem.objects.bulk_create(
        [FileItem(enrolment=enrolment, kind=kind) for kind in FOR_ALL], ignore_conflicts=True
    )


def carry_file(*, old: Enrolment, new: Enrolment, at: datetime) -> None:
    """The file goes along to the other cohort, in the transaction of the transfer."""
    FileItem.objects.filter(enrolment=old).update(enrolment=new)
    open_file(enrolment=new, at=at)


@transaction.atomic
def add_item(
    *, enrolment: Enrolment, kind: str, actor: Actor, at: datetime, form_code: str = ""
) -> FileItem:
    """Ask for something that not everybody needs. Raises IllegalMove where it is asked already."""
    try:
        with transaction.atomic():
            item = FileItem.objects.create(
                enrolment=enrolment, kind=FileKind(kind), form_code=form_code
            )
    except IntegrityError as error:
        raise IllegalMove(_("This is in the file already.")) from error
    record(
        "file.asked",
        subject=item,
        person_key=enrolment.person_id,
        actor=actor,
        at=at,
        new_state=item.state,
        reason_code=kind,
    )
    return item


@transaction.atomic
def receive(*, item: FileItem, actor: Actor, at: datetime, file: StoredFile | None = None) -> None:
    """It came in, as a file or on paper; a file takes the place of an earlier one.

    The earlier file is deleted after commit with its end, and the item is looked at again.
    """
    old = item.file
    is_other = file is not None and old is not None and old.pk != file.pk
    _move(
        item,
        to=DocumentState.RECEIVED,
        label="file.received",
        actor=actor,
        at=at,
        file=file or old,
        received_at=at,
        valid_until=None if is_other else item.valid_until,
        checked_at=None,
        checked_by_id=None,
        remark="",
    )
    if is_other and old is not None:
        transaction.on_commit(lambda: store.delete(old))


@transaction.atomic
def verify(*, item: FileItem, actor: Actor, at: datetime, valid_until: date | None = None) -> None:
    """A colleague looked at it and it is right, until a day where it has one.

    What is missing and lies on the table is received and verified in one go.
    """
    if item.state in (DocumentState.MISSING, DocumentState.REFUSED):
        receive(item=item, actor=actor, at=at)
    _move(
        item,
        to=DocumentState.VERIFIED,
        label="file.verified",
        actor=actor,
        at=at,
        valid_until=valid_until,
        remark="",
        **_checked(actor, at),
    )


@transaction.atomic
def refuse(*, item: FileItem, remark: str, actor: Actor, at: datetime) -> None:
    """It cannot be used: the learner reads why and brings it again."""
    if not remark.strip():
        raise IllegalMove(_("Please write what the learner has to do."))
    _move(
        item,
        to=DocumentState.REFUSED,
        label="file.refused",
        actor=actor,
        at=at,
        remark=remark.strip(),
        **_checked(actor, at),
    )
    send(FileItemRefused(item), at=at, dedupe=at.isoformat())


@transaction.atomic
def waive(*, item: FileItem, reason: str, actor: Actor, at: datetime) -> None:
    """This learner does not need it. Raises IllegalMove without a reason."""
    if not reason.strip():
        raise IllegalMove(_("Please give a reason."))
    _move(
        item,
        to=DocumentState.WAIVED,
        label="file.waived",
        actor=actor,
        at=at,
        remark=reason.strip(),
        **_checked(actor, at),
    )


@transaction.atomic
def ask_again(*, item: FileItem, actor: Actor, at: datetime) -> None:
    """Something that was not needed is needed after all."""
    _move(
        item,
        to=DocumentState.MISSING,
        label="file.asked_again",
        actor=actor,
        at=at,
        remark="",
        checked_at=None,
        checked_by_id=None,
    )


@transaction.atomic
def set_end(*, item: FileItem, valid_until: date | None, actor: Actor, at: datetime) -> None:
    """Until when it is valid: the last day of a permit or a benefit."""
    item.valid_until = valid_until
    item.save(update_fields=["valid_until"])
    record(
        "file.end_set",
        subject=item,
        person_key=item.enrolment.person_id,
        actor=actor,
        at=at,
    )


def _move(item: FileItem, **also: Any) -> None:
    move(item, moves=DOCUMENT_MOVES, person_key=item.enrolment.person_id, **also)


def _checked(actor: Actor, at: datetime) -> dict[str, Any]:
    key = actor.key if actor.kind == ActorKind.USER else None
    return {"checked_at": at, "checked_by_id": key}
