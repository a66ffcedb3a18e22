"""What a verb holds, always in this order: person, cohort, offer, application, lists, place on a
list, moment, step.

The person comes first because two offers to one person may be answered at the same time, in two
cohorts. The locks leave room for rows that only point at the record (messages, audit).
"""

from collections.abc import Iterable

from django.db import connection

from applicants.models import Application, SeatOffer, Slot, StepProgress, WaitlistEntry
from becode.people.locks import lock_current
from becode.people.models import Person


def lock_person(pk: int) -> Person:
    """The person, or whom the record was merged into: see becode/people/locks.py."""
    return lock_current(pk)


def lock_offer(pk: int) -> SeatOffer:
    return SeatOffer.objects.select_for_update(no_key=True).get(pk=pk)


def lock_application(pk: int) -> Application:
    return Application.objects.select_for_update(no_key=True).get(pk=pk)


def lock_entry(pk: int) -> WaitlistEntry:
    return WaitlistEntry.objects.select_for_update(no_key=True).get(pk=pk)


def hold_lists(lists: Iterable[tuple[int, int]]) -> None:
    """Let the rule of these (campus, track) lists stand until the commit.

    Whoever makes or moves a place holds its list first, then reads the rule: a new rule waits
    for them, and they for it, so that no place keeps the key of a rule that was replaced.
    """
    with connection.cursor() as cursor:
        for one in sorted(set(lists)):
            cursor.execute(
                "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [_name_of(*one)]
            )


def hold_list_alone(campus_key: int, track_key: int) -> None:
    """Keep everybody from this list who would give a place its key: its rule is to change."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [_name_of(campus_key, track_key)],
        )


def _name_of(campus_key: int, track_key: int) -> str:
    return f"waitlist:{campus_key}:{track_key}"


def hold_progress(progress: StepProgress) -> None:
    """Lock the application of a step, and read the step again as it is now."""
    lock_application(progress.application_id)
    progress.refresh_from_db(from_queryset=StepProgress.objects.with_step())


def lock_slots(*keys: int) -> dict[int, Slot]:
    """Lock moments by key, always in one order: two people may change places with each other."""
    slots = Slot.objects.filter(pk__in=keys).order_by("pk")
    return {slot.pk: slot for slot in slots.select_for_update(no_key=True)}
