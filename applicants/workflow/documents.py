"""Documents that an application asks for: asked, received, looked at, or not needed."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applicants.enums import (
    OPEN_APPLICATION_STATES,
)
from applicants.models import Application, ApplicationDocument
from applicants.notifications.documents import DocumentAsked, DocumentRefused
from becode.audit.record import move, record
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove
from becode.files import store
from becode.files.enums import DOCUMENT_MOVES, DocumentState
from becode.files.models import StoredFile
from becode.messages.compose import send


@transaction.atomic
def request_document(
    *,
    application: Application,
    kind: str,
    actor: Actor,
    at: datetime,
    title: str = "",
    tell: bool = True,
) -> ApplicationDocument:
    """Ask for a document; with `tell` the person gets a message with the way to send it.

    One that was waived is asked for again. Raises IllegalMove where it is asked for already, or
    the application is closed.
    """
    if application.state not in OPEN_APPLICATION_STATES:
        raise IllegalMove(_("This application is closed."))
    known = application.documents.filter(kind=kind, title=title).first()
    if known is not None and known.state != DocumentState.WAIVED:
        raise IllegalMove(_("We asked for this document already."))
    if known is not None:
        document = known
        _move(
            document,
            to=DocumentState.MISSING,
            label="document.asked_again",
            actor=actor,
            at=at,
            requested_at=at,
        )
    else:
        try:
            with transaction.atomic():
                document = ApplicationDocument.objects.create(
                    application=application, kind=kind, title=title, requested_at=at
                )
        except IntegrityError as error:
            raise IllegalMove(_("We asked for this document already.")) from error
        record(
            "document.requested",
            subject=document,
            actor=actor,
            at=at,
            person_key=application.person_id,
            new_state=document.state,
            reason_code=kind,
        )
    if tell:
        send(DocumentAsked(document), at=at, dedupe=at.isoformat())
    return document


@transaction.atomic
def receive_document(
    *, document: ApplicationDocument, file: StoredFile, actor: Actor, at: datetime
) -> None:
    """A file came in; it takes the place of an earlier one, which is deleted after commit."""
    old = document.file
    _move(
        document,
        to=DocumentState.RECEIVED,
        label="document.received",
        actor=actor,
        at=at,
        file=file,
        received_at=at,
        valid_until=None,
        checked_at=None,
        checked_by_id=None,
        remark="",
    )
    if old is not None and old.pk != file.pk:
        transaction.on_commit(lambda: store.delete(old))


@transaction.atomic
def verify_document(
    *,
    document: ApplicationDocument,
    actor: Actor,
    at: datetime,
    valid_until: date | None = None,
) -> None:
    """A colleague looked at it and it is right, until a day where it has one."""
    _move(
        document,
        to=DocumentState.VERIFIED,
        label="document.verified",
        actor=actor,
        at=at,
        valid_until=valid_until,
        remark="",
        **_checked(actor, at),
    )


@transaction.atomic
def refuse_document(
    *, document: ApplicationDocument, remark: str, actor: Actor, at: datetime
) -> None:
    """It cannot be used; the person reads the remark and is asked to send it again.

    The reminders count from now.
    """
    _move(
        document,
        to=DocumentState.REFUSED,
        label="document.refused",
        actor=actor,
        at=at,
        remark=remark,
        requested_at=at,
        **_checked(actor, at),
    )
    send(DocumentRefused(document), at=at, dedupe=at.isoformat())


@transaction.atomic
def waive_document(*, document: ApplicationDocument, actor: Actor, at: datetime) -> None:
    """It is not needed after all."""
    _move(document, to=DocumentState.WAIVED, label="document.waived", actor=actor, at=at)


def _move(document: ApplicationDocument, **also: Any) -> None:
    move(document, moves=DOCUMENT_MOVES, person_key=document.application.person_id, **also)


def _checked(actor: Actor, at: datetime) -> dict[str, Any]:
    key = actor.key if actor.kind == ActorKind.USER else None
    return {"checked_at": at, "checked_by_id": key}
