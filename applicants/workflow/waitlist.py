"""The lists of those who wait: joined, left, paused, given back; who goes first and why.

docs/domain.md, "Waitlists".
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.enums import (
    OPEN_APPLICATION_STATES,
    ApplicationState,
    EndReason,
    EntryState,
    Priority,
    PriorityReason,
    TakenBack,
)
from applicants.models import Application, CampusChoice, SeatOffer, WaitlistEntry
from applicants.notifications import OnWaitlist
from applicants.order import rules_of
from applicants.workflow.ending import end_entry, take_back
from applicants.workflow.locks import hold_lists, lock_application, lock_entry, lock_person
from applicants.workflow.places import count_interest_from, give_back, new_place, set_key
from applicants.workflow.waking import wake_after_commit
from becode.audit.record import record
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from cohorts.models import Enrolment

LONGEST_PAUSE = timedelta(days=366)


@transaction.atomic
def join(
    *,
    application: Application,
    actor: Actor,
    at: datetime,
    campuses: Iterable[Campus] | None = None,
) -> list[WaitlistEntry]:
    """Put an admitted application on the list of each chosen campus, or of these campuses.

    Returns the new places; lists it is on already are left alone. Tells the person once. Raises
    IllegalMove for somebody who is not admitted or has a seat in a cohort.
    """
    lock_person(application.person_id)
    application = lock_application(application.pk)
    if application.state != ApplicationState.ADMITTED:
        raise IllegalMove(_("Only somebody who is admitted can wait for a seat."))
    _check_no_seat(application)
    if campuses is None:
        keys = list(application.choices.order_by("rank").values_list("campus_id", flat=True))
    else:
        keys = [campus.pk for campus in campuses]
    known = set(application.entries.waiting().order_by("pk").values_list("campus_id", flat=True))
    new = [key for key in keys if key not in known]
    lists = [(key, application.track_id) for key in new]
    hold_lists(lists)
    rules = rules_of(lists)
    entries = [
        new_place(
            application=application,
            campus_key=key,
            actor=actor,
            at=at,
            rule=rules[key, application.track_id],
        )
        for key in new
    ]
    if entries:
        send(OnWaitlist(application), at=at, dedupe=at.isoformat())
        wake_after_commit()
    return entries


@transaction.atomic
def bring_back(
    entries: Iterable[WaitlistEntry], *, actor: Actor, at: datetime
) -> list[WaitlistEntry]:
    """New places like these closed ones of one admitted application, with date and priority.

    Returns the new places; tells the person once. Raises IllegalMove for somebody who has a seat
    in a cohort.
    """
    closed = list(entries)
    for old in closed:
        _check_no_seat(old.application)
    places = [
        new_place(
            application=old.application,
            campus_key=old.campus_id,
            actor=actor,
            at=at,
            like=old,
        )
        for old in closed
    ]
    if places:
        send(OnWaitlist(places[0].application), at=at, dedupe=at.isoformat())
        wake_after_commit()
    return places


@transaction.atomic
def set_priority(
    *,
    entry: WaitlistEntry,
    priority: int,
    reason: str,
    actor: Actor,
    at: datetime,
    code: str = PriorityReason.OTHER,
) -> None:
    """Move a place before or behind the others. Anything but normal needs a reason.

    `code` is a PriorityReason, kept in the audit; `reason` are the words of the colleague.
    """
    priority = Priority(priority)
    reason = reason.strip() if priority != Priority.NORMAL else ""
    if priority != Priority.NORMAL and not reason:
        raise IllegalMove(_("Say why this person goes before or behind the others."))
    hold_lists([(entry.campus_id, entry.track_id)])
    locked = lock_entry(entry.pk)
    _check_waiting(locked)
    code = PriorityReason(code) if priority != Priority.NORMAL else ""
    record(
        "waitlist.priority_changed",
        subject=locked,
        actor=actor,
        at=at,
        person_key=locked.application.person_id,
        reason_code=code,
        keys={"from": locked.priority, "to": int(priority)},
    )
    locked.priority, locked.priority_reason = priority, reason[:200]
    locked.priority_code = code
    locked.save(update_fields=["priority", "priority_reason", "priority_code"])
    set_key(locked, at=at)


@transaction.atomic
def leave_list(*, entry: WaitlistEntry, actor: Actor, at: datetime) -> None:
    """Take one place off its list; an open offer for it goes back, and to the next person."""
    person = lock_person(entry.application.person_id)
    _leave(entry, actor=actor, at=at, person_key=person.pk)
    wake_after_commit()


@transaction.atomic
def leave_all(
    *,
    application: Application,
    actor: Actor,
    at: datetime,
    reason: EndReason = EndReason.LEFT,
) -> int:
    """Take an application off all its lists; returns how many. It stays admitted."""
    person = lock_person(application.person_id)
    entries = list(application.entries.waiting().order_by("pk"))
    for entry in entries:
        _leave(entry, actor=actor, at=at, person_key=person.pk, reason=reason)
    wake_after_commit()
    return len(entries)


def _leave(
    entry: WaitlistEntry,
    *,
    actor: Actor,
    at: datetime,
    person_key: int,
    reason: EndReason = EndReason.LEFT,
) -> None:
    offers = SeatOffer.objects.open().filter(entry=entry).order_by("pk")
    take_back(
        offers.select_for_update(no_key=True),
        actor=actor,
        at=at,
        reason=TakenBack.LEFT_LIST,
    )
    locked = lock_entry(entry.pk)
    _check_waiting(locked)
    state = EntryState.CLOSED if reason == EndReason.NO_ANSWER else EntryState.LEFT
    end_entry(locked, to=state, reason=reason, actor=actor, at=at, person_key=person_key)


@transaction.atomic
def reopen_entry(*, entry: WaitlistEntry, actor: Actor, at: datetime) -> WaitlistEntry:
    """Give somebody their old place back, within 60 days after they left it or were silent.

    Raises IllegalMove when the time is over, when they wait there already or have a seat, or when
    their application is not open any more.
    """
    person = lock_person(entry.application.person_id)
    application = lock_application(entry.application_id)
    hold_lists([(entry.campus_id, entry.track_id)])
    locked = lock_entry(entry.pk)
    if application.state != ApplicationState.ADMITTED:
        raise IllegalMove(_("This application is closed. You may apply again."))
    if locked.state == EntryState.WAITING:
        return locked
    _check_no_seat(application)
    if not locked.can_reopen(at):
        raise IllegalMove(_("The old place cannot be given back any more."))
    if application.entries.waiting().filter(campus=locked.campus_id).exists():
        raise IllegalMove(_("This person waits on this list already."))
    locked.application = application
    give_back(locked, actor=actor, at=at, person_key=person.pk)
    wake_after_commit()
    return locked


@transaction.atomic
def pause(*, entry: WaitlistEntry, until: date, actor: Actor, at: datetime) -> None:
    """Offer no seat before this day; the place stays. An open offer for it stays open too.

    Who pauses waits: where we had asked whether they still do, this is the answer. Raises
    IllegalMove for a day that is not ahead, or more than a year away.
    """
    application = lock_application(entry.application_id)
    locked = lock_entry(entry.pk)
    _check_waiting(locked)
    today = clock.local_day(at)
    if until <= today:
        raise IllegalMove(_("Choose a day that is still to come."))
    if until > today + LONGEST_PAUSE:
        raise IllegalMove(_("You can pause for one year at most."))
    locked.paused_until = until
    locked.save(update_fields=["paused_until"])
    record(
        "waitlist.paused",
        subject=locked,
        actor=actor,
        at=at,
        person_key=locked.application.person_id,
        keys={"until": until.isoformat()},
    )
    if application.interest_asks:
        count_interest_from(application, at=at)


@transaction.atomic
def resume(*, entry: WaitlistEntry, actor: Actor, at: datetime) -> None:
    """End a pause early: from now a seat can be offered again. No pause: nothing happens."""
    locked = lock_entry(entry.pk)
    _check_waiting(locked)
    if not locked.is_paused(clock.local_day(at)):
        return
    locked.paused_until, locked.ready_since = None, at
    locked.save(update_fields=["paused_until", "ready_since"])
    record(
        "waitlist.resumed",
        subject=locked,
        actor=actor,
        at=at,
        person_key=locked.application.person_id,
    )
    wake_after_commit()


@transaction.atomic
def reorder(
    *, application: Application, campuses: Sequence[int], actor: Actor, at: datetime
) -> None:
    """Rank the chosen campuses anew; `campuses` are the keys of all of them, the first one first.

    Raises IllegalMove when these are not exactly the chosen campuses, or the application is closed.
    """
    lock_person(application.person_id)
    application = lock_application(application.pk)
    if application.state not in OPEN_APPLICATION_STATES:
        raise IllegalMove(_("This application is closed. You may apply again."))
    choices = {choice.campus_id: choice for choice in application.choices.order_by("rank")}
    if sorted(choices) != sorted(campuses):
        raise IllegalMove(_("Put all your campuses in order, each once."))
    if list(choices) == list(campuses):
        return
    # Ranks are unique: first out of the way, then to their places.
    for offset in (len(campuses), 0):
        for rank, key in enumerate(campuses, start=1):
            CampusChoice.objects.filter(pk=choices[key].pk).update(rank=rank + offset)
    application.campus_id = campuses[0]
    application.save(update_fields=["campus"])
    record(
        "waitlist.reordered",
        subject=application,
        actor=actor,
        at=at,
        keys={"order": " ".join(str(key) for key in campuses)},
    )
    hold_lists((key, application.track_id) for key in campuses)
    for entry in application.entries.waiting().order_by("pk").select_for_update(no_key=True):
        set_key(entry, at=at)


def position(entry: WaitlistEntry) -> int:
    """The place on the list, 1 for who is next."""
    return WaitlistEntry.objects.ahead_of(entry).count() + 1


def _check_no_seat(application: Application) -> None:
    """Who has a seat waits on no list: they would keep others from being next."""
    if Enrolment.objects.running().filter(person=application.person_id).exists():
        raise IllegalMove(_("This person has a seat in a cohort already."))


def _check_waiting(entry: WaitlistEntry) -> None:
    if entry.state != EntryState.WAITING:
        raise IllegalMove(_("This person is not on this list any more."))
