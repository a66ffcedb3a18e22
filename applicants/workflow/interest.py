"""Once a year we ask who waits whether they still do. docs/domain.md, "Waitlists".

Three questions, two weeks apart; then two weeks later silence ends the places, for 60 days not
for good. The person answers by a link, on their page, or to a colleague.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.enums import ApplicationState, EndReason
from applicants.models import Application, WaitlistEntry
from applicants.notifications.waiting import PlaceClosed, StillInterested
from applicants.workflow.locks import lock_application, lock_person
from applicants.workflow.one_by_one import one_by_one
from applicants.workflow.places import count_interest_from
from applicants.workflow.waitlist import leave_all, reopen_entry
from becode.audit.record import record
from becode.core import clock
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send

BATCH = 500


def ask_still_interested(*, at: datetime, limit: int = BATCH) -> int:
    """Ask those whose question is due, one transaction an application; returns how many."""
    due = Application.objects.to_ask_interest(at).values_list("pk", flat=True)
    return one_by_one(due[:limit], lambda key: _ask(key, at=at), what="ask whether they wait")


@transaction.atomic
def _ask(key: int, *, at: datetime) -> bool:
    application = lock_application(key)
    if not Application.objects.to_ask_interest(at).filter(pk=key).exists():
        return False  # asked, answered or seated in between
    application.interest_asks += 1
    application.interest_asked_at = at
    application.save(update_fields=["interest_asks", "interest_asked_at"])
    record(
        "waitlist.still_asked",
        subject=application,
        actor=SYSTEM,
        at=at,
        keys={"ask": application.interest_asks},
    )
    # Who cannot be reached by a message is asked by a colleague: no message that only fails.
    message = StillInterested(application)
    if message.recipients():
        send(message, at=at, dedupe=at.isoformat())
    return True


@transaction.atomic
def answer_interest(*, application: Application, still: bool, actor: Actor, at: datetime) -> None:
    """Yes: the year begins anew. No: off all lists, with 60 days to come back.

    A second yes on one day, and a no of somebody who is on no list any more, change nothing.
    Raises IllegalMove for a yes of somebody who is on no list any more.
    """
    lock_person(application.person_id)
    locked = lock_application(application.pk)
    waits = locked.state == ApplicationState.ADMITTED and locked.entries.waiting().exists()
    if not still:
        if waits:
            leave_all(application=locked, actor=actor, at=at, reason=EndReason.NOT_INTERESTED)
        return
    if not waits:
        raise IllegalMove(_("You are not on a list any more."))
    if not locked.interest_asks and _is_same_day(locked.interest_at, at):
        return
    count_interest_from(locked, at=at)
    record("waitlist.still_interested", subject=locked, actor=actor, at=at)


def _is_same_day(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and clock.local_day(moment) == clock.local_day(at)


@transaction.atomic
def take_places_back(
    *, entries: Iterable[WaitlistEntry], actor: Actor, at: datetime
) -> list[WaitlistEntry]:
    """Several old places again, all or none. Raises IllegalMove: see `waitlist.reopen_entry`."""
    return [
        reopen_entry(entry=entry, actor=actor, at=at)
        for entry in sorted(entries, key=lambda one: one.pk)
    ]


def close_unanswered(*, at: datetime, limit: int = BATCH) -> int:
    """End the places of who was asked three times in vain, one transaction an application."""
    silent = Application.objects.silent(at).values_list("pk", "person_id")
    return one_by_one(
        silent[:limit], lambda keys: _close(*keys, at=at), what="end places without an answer"
    )


@transaction.atomic
def _close(key: int, person_key: int, *, at: datetime) -> bool:
    lock_person(person_key)
    application = lock_application(key)
    if not Application.objects.silent(at).filter(pk=key).exists():
        return False
    leave_all(application=application, actor=SYSTEM, at=at, reason=EndReason.NO_ANSWER)
    send(PlaceClosed(application), at=at, dedupe=at.isoformat())
    return True


def places_to_take_back(application: Application, *, at: datetime) -> list[WaitlistEntry]:
    """The last place on each list that the person gave up and may have back, in one query."""
    found: dict[int, WaitlistEntry] = {}
    for entry in WaitlistEntry.objects.given_up().filter(application=application):
        if entry.can_reopen(at):
            found.setdefault(entry.campus_id, entry)
    return list(found.values())
