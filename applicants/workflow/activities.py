"""Outreach activities from plan to figures, and the people who were met there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applicants.enums import ACTIVITY_MOVES, ActivityState
from applicants.models import OutreachActivity, OutreachContact
from applicants.notifications.outreach import ApplyHere
from becode.accounts.models import User
from becode.audit.record import move, record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files import store
from becode.messages.compose import send
from becode.people.enums import ContactKind


@dataclass(frozen=True, slots=True, kw_only=True)
class MetAnswers:
    """One line of an attendance sheet; `contact` is an `email_key` or an E.164 number."""

    name: str
    contact: str
    language: str


@transaction.atomic
def plan_activity(
    *,
    facts: Mapping[str, object],
    staff: Iterable[User],
    actor: Actor,
    at: datetime,
    is_demo: bool = False,
) -> OutreachActivity:
    activity = OutreachActivity.objects.create(**facts, is_demo=is_demo)
    activity.staff.set(staff)
    record("activity.created", subject=activity, actor=actor, at=at)
    return activity


@transaction.atomic
def edit_activity(
    *, activity: OutreachActivity, changes: Mapping[str, object], actor: Actor, at: datetime
) -> None:
    """Change an activity's own facts; its state and figures have their verbs."""
    for name, value in changes.items():
        setattr(activity, name, value)
    activity.save(update_fields=list(changes))
    fields = ",".join(sorted(changes))
    record("activity.edited", subject=activity, actor=actor, at=at, keys={"fields": fields})


@transaction.atomic
def hold(
    *,
    activity: OutreachActivity,
    turnout: int,
    cost: Decimal,
    actor: Actor,
    at: datetime,
    photo: UploadedFile | None = None,
) -> None:
    """It took place: how many came and what it cost. Raises ValidationError for a bad photo."""
    if activity.starts_at > at:
        raise IllegalMove(_("This activity has not begun yet."))
    move(
        activity,
        moves=ACTIVITY_MOVES,
        to=ActivityState.HELD,
        label="activity.held",
        actor=actor,
        at=at,
        turnout=turnout,
        cost=cost,
    )
    if photo is not None:
        keep_sheet(activity=activity, photo=photo, actor=actor, at=at)


@transaction.atomic
def cancel(*, activity: OutreachActivity, actor: Actor, at: datetime) -> None:
    move(
        activity,
        moves=ACTIVITY_MOVES,
        to=ActivityState.CANCELLED,
        label="activity.cancelled",
        actor=actor,
        at=at,
    )


@transaction.atomic
def plan_again(*, activity: OutreachActivity, actor: Actor, at: datetime) -> None:
    """Back to planned, also when it was marked as held by mistake."""
    move(
        activity,
        moves=ACTIVITY_MOVES,
        to=ActivityState.PLANNED,
        label="activity.planned_again",
        actor=actor,
        at=at,
        turnout=None,
    )


@transaction.atomic
def keep_sheet(
    *, activity: OutreachActivity, photo: UploadedFile, actor: Actor, at: datetime
) -> None:
    """Attach the photo of the sheet, in the place of an earlier one, which is deleted after commit.

    Raises ValidationError.
    """
    row = OutreachActivity.objects.select_for_update().select_related(None).get(pk=activity.pk)
    old = row.sheet
    try:
        row.sheet = store.keep(photo, at=at)
    except store.Unusable as error:
        raise ValidationError({"photo": str(error.sentence)}) from error
    row.save(update_fields=["sheet"])
    activity.sheet = row.sheet
    record("activity.sheet_kept", subject=activity, actor=actor, at=at)
    if old is not None:
        transaction.on_commit(lambda: store.delete(old))


@transaction.atomic
def meet(
    *, activity: OutreachActivity, people: Sequence[MetAnswers], actor: Actor, at: datetime
) -> list[OutreachContact]:
    """Write down people who agreed that we write to them; each gets the link to apply, once.

    Somebody who stands on this activity's sheet already is left alone. Returns the new rows.
    """
    OutreachActivity.objects.select_for_update().get(pk=activity.pk)
    met = []
    for answers in people:
        kind = ContactKind.EMAIL if "@" in answers.contact else ContactKind.PHONE
        contact, is_new = OutreachContact.objects.get_or_create(
            activity=activity,
            key=answers.contact,
            name=answers.name,
            defaults={
                "campus": activity.campus,
                "kind": kind,
                "value": answers.contact,
                "language": answers.language,
                "agreed_at": at,
                "is_demo": activity.is_demo,
            },
        )
        if is_new:
            met.append(contact)
            send(ApplyHere(contact), at=at)
    if met:
        keys = {"people": len(met)}
        record("activity.people_met", subject=activity, actor=actor, at=at, keys={**keys})
    return met
