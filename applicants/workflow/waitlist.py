"""The lists of those who wait: one a campus and track, in order, with the reason for it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.enums import ApplicationState, EntryState, Priority
from applicants.models import Application, SeatOffer, WaitlistEntry
from applicants.notifications import OnWaitlist
from applicants.workflow.ending import end_entry, take_back
from applicants.workflow.locks import lock_application, lock_entry, lock_person
from becode.audit.record import record
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send


@transaction.atomic
def join(
    *,
    application: Application,
    actor: Actor,
    at: datetime,
    campuses: Iterable[Campus] | None = None,
) -> list[WaitlistEntry]:
    """Put an admitted application on the list of each chosen campus, or of these campuses.

    Returns the new places; lists it is on already are left alone. Tells the person once.
    """
    lock_person(application.person_id)
    application = lock_application(application.pk)
    if application.state != ApplicationState.ADMITTED:
        raise IllegalMove(_("Only somebody who is admitted can wait for a seat."))
    if campuses is None:
        keys = list(application.choices.order_by("rank").values_list("campus_id", flat=True))
    else:
        keys = [campus.pk for campus in campuses]
    known = set(application.entries.waiting().order_by("pk").values_list("campus_id", flat=True))
    entries = [
        WaitlistEntry.objects.create(
            application=application,
            campus_id=key,
            track_id=application.track_id,
            eligible_at=application.eligible_at or at,
            joined_at=at,
        )
        for key in keys
        if key not in known
    ]
    for entry in entries:
        record(
            "waitlist.joined",
            subject=entry,
            actor=actor,
            at=at,
            person_key=application.person_id,
            new_state=entry.state,
            keys={"campus": entry.campus_id, "track": entry.track_id},
        )
    if entries:
        send(OnWaitlist(application), at=at, dedupe=at.isoformat())
    return entries


@transaction.atomic
def bring_back(
    entries: Iterable[WaitlistEntry], *, actor: Actor, at: datetime
) -> list[WaitlistEntry]:
    """New places like these closed ones of one admitted application, with date and priority.

    Returns the new places; tells the person once.
    """
    places = []
    for old in entries:
        place = WaitlistEntry.objects.create(
            application_id=old.application_id,
            campus_id=old.campus_id,
            track_id=old.track_id,
            priority=old.priority,
            priority_reason=old.priority_reason,
            eligible_at=old.eligible_at,
            joined_at=at,
        )
        record(
            "waitlist.joined",
            subject=place,
            actor=actor,
            at=at,
            person_key=place.application.person_id,
            new_state=place.state,
            keys={"campus": place.campus_id, "track": place.track_id},
        )
        places.append(place)
    if places:
        send(OnWaitlist(places[0].application), at=at, dedupe=at.isoformat())
    return places


@transaction.atomic
def set_priority(
    *, entry: WaitlistEntry, priority: int, reason: str, actor: Actor, at: datetime
) -> None:
    """Move a place before or behind the others. Anything but normal needs a reason."""
    priority = Priority(priority)
    reason = reason.strip() if priority != Priority.NORMAL else ""
    if priority != Priority.NORMAL and not reason:
        raise IllegalMove(_("Say why this person goes before or behind the others."))
    locked = lock_entry(entry.pk)
    _check_waiting(locked)
    record(
        "waitlist.priority_changed",
        subject=locked,
        actor=actor,
        at=at,
        person_key=locked.application.person_id,
        keys={"from": locked.priority, "to": int(priority)},
    )
    locked.priority, locked.priority_reason = priority, reason[:200]
    locked.save(update_fields=["priority", "priority_reason"])


@transaction.atomic
def leave_list(*, entry: WaitlistEntry, actor: Actor, at: datetime) -> None:
    """Take one place off its list; an open offer for it goes back."""
    person = lock_person(entry.application.person_id)
    offers = SeatOffer.objects.open().filter(entry=entry).order_by("pk")
    take_back(
        offers.select_for_update(no_key=True),
        actor=actor,
        at=at,
        reason_code="left_list",
        tell=False,
    )
    locked = lock_entry(entry.pk)
    _check_waiting(locked)
    end_entry(locked, to=EntryState.LEFT, actor=actor, at=at, person_key=person.pk)


def position(entry: WaitlistEntry) -> int:
    """The place on the list, 1 for who is next."""
    return WaitlistEntry.objects.ahead_of(entry).count() + 1


def _check_waiting(entry: WaitlistEntry) -> None:
    if entry.state != EntryState.WAITING:
        raise IllegalMove(_("This person is not on this list any more."))
