"""The rows a verb holds, always in this order: person, cohort, offer, application, place on a
list, moment, step.

The person comes first because two offers to one person may be answered at the same time, in two
cohorts. The locks leave room for rows that only point at the record (messages, audit).
"""

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


def hold_progress(progress: StepProgress) -> None:
    """Lock the application of a step, and read the step again as it is now."""
    lock_application(progress.application_id)
    progress.refresh_from_db(from_queryset=StepProgress.objects.with_step())


def lock_slots(*keys: int) -> dict[int, Slot]:
    """Lock moments by key, always in one order: two people may change places with each other."""
    slots = Slot.objects.filter(pk__in=keys).order_by("pk")
    return {slot.pk: slot for slot in slots.select_for_update(no_key=True)}
