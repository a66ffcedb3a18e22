"""A seat that became free goes to the next person, whatever the reason it became free.

No event is kept: a cohort says how many of its seats are on offer, and whenever live offers and
learners are fewer than that, the difference is offered. So nothing can be lost or offered twice,
and running this as often as one likes changes nothing. docs/domain.md, "Waitlists".
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from applicants.enums import OfferCause
from applicants.missing import missing_for_entries
from applicants.models import PassOver, SeatOffer, WaitlistEntry
from applicants.workflow.locks import lock_person
from applicants.workflow.offers import offer_seat
from applicants.workflow.one_by_one import one_by_one
from applicants.workflow.passing import note_passing, take_up_again
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from cohorts import seats
from cohorts.models import Cohort

# Who is looked at in one go, and how often the list may change under our hands.
LOOK_AT, TRIES = 20, 50


def free_seats(cohort: Cohort, *, live: int, on: date) -> int:
    """How many of the seats on offer nobody holds or was offered; `live` offers are open."""
    if not cohort.takes_people(on) or on > cohort.last_offer_day:
        return 0
    return cohort.freed(live)


@dataclass(frozen=True, slots=True)
class FreedSeats:
    """How many seats of a cohort became free and are offered to nobody."""

    cohort: Cohort
    seats: int


def freed(cohorts: "list[Cohort]", *, at: datetime) -> list[FreedSeats]:
    """Those of these cohorts with seats that became free, in two queries."""
    live = SeatOffer.objects.live(at).filter(cohort__in=cohorts).seats_per_cohort()
    day = clock.local_day(at)
    found = [
        FreedSeats(cohort, free_seats(cohort, live=live.get(cohort.pk, 0), on=day))
        for cohort in cohorts
    ]
    return [one for one in found if one.seats]


def offer_free_seats(*, at: datetime) -> int:
    """Offer what became free, in every cohort whose setting says so; returns how many offers.

    A fault in one cohort keeps no other from its offers.
    """
    cohorts = list(Cohort.objects.cascading(clock.local_day(at)))
    return one_by_one(
        (one.cohort for one in freed(cohorts, at=at)),
        lambda cohort: cascade(cohort, at=at),
        what="offer free seats",
    )


def cascade(cohort: Cohort, *, at: datetime) -> int:
    """Offer this cohort's free seats to the next people; returns how many offers were made."""
    look_again(cohort, at=at)
    count = 0
    for _try in range(TRIES):
        entry = next_in_line(cohort, at=at)
        if entry is None:
            return count
        try:
            if not _offer_one(entry, cohort, at=at):
                return count
        except IllegalMove:
            continue  # the list changed in between: look again
        count += 1
    return count


@transaction.atomic
def _offer_one(entry: WaitlistEntry, cohort: Cohort, *, at: datetime) -> bool:
    """Offer one seat if one is still free, under the lock of the cohort; tells whether."""
    lock_person(entry.application.person_id)
    held = seats.lock_cohort(cohort.pk)
    live = SeatOffer.objects.live(at).filter(cohort=held).count()
    if not held.cascades or not free_seats(held, live=live, on=clock.local_day(at)):
        return False
    offer_seat(entry=entry, cohort=held, actor=SYSTEM, at=at, cause=OfferCause.CASCADE)
    return True


def look_again(cohort: Cohort, *, at: datetime) -> int:
    """Who was passed over for something missing, and has it now, is in line again; how many."""
    notes = list(PassOver.objects.lacking().for_cohort(cohort).with_entries())
    missing = missing_for_entries(
        [note.entry for note in notes], cohort=cohort, on=clock.local_day(at)
    )
    complete = [note for note in notes if not missing[note.entry_id]]
    for note in complete:
        take_up_again(note=note, actor=SYSTEM, at=at)
    return len(complete)


def next_in_line(cohort: Cohort, *, at: datetime) -> WaitlistEntry | None:
    """Who is next and has all that is needed; who has not is passed over, with the reason."""
    ready = WaitlistEntry.objects.ready_for(cohort, at=at, on=clock.local_day(at))
    while True:
        batch = list(ready.select_related("application__person", "application__track")[:LOOK_AT])
        if not batch:
            return None
        missing = missing_for_entries(batch, cohort=cohort, on=clock.local_day(at))
        for entry in batch:
            if not missing[entry.pk]:
                return entry
            note_passing(entry=entry, cohort=cohort, missing=missing[entry.pk], actor=SYSTEM, at=at)
