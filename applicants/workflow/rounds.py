"""A round of offers: the next people of a list, each offered a seat, in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import ngettext

from applicants.enums import OfferCause
from applicants.missing import missing_for_entries
from applicants.models import SeatOffer, WaitlistEntry
from applicants.workflow.cascade import look_again
from applicants.workflow.locks import lock_person
from applicants.workflow.offers import offer_seat
from applicants.workflow.passing import note_passing
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts import seats
from cohorts.models import Cohort

# More at once than any list needs for one cohort: a page and a round stay bounded.
MOST = 200


class NeedsReason(IllegalMove):
    """Somebody who is ready would be passed over without a word; `entries` says who."""

    def __init__(self, entries: Sequence[WaitlistEntry]) -> None:
        self.entries = list(entries)
        super().__init__(
            ngettext(
                "%(count)d person is ready and stands before others you chose. Say why.",
                "%(count)d people are ready and stand before others you chose. Say why.",
                len(self.entries),
            )
            % {"count": len(self.entries)}
        )


@dataclass(slots=True)
class RoundResult:
    """What a round came to: the offers made, and who could not be offered a seat and why."""

    offers: list[SeatOffer] = field(default_factory=list)
    refused: list[tuple[WaitlistEntry, str]] = field(default_factory=list)


def seats_to_offer(cohort: Cohort, *, at: datetime) -> int:
    """How many offers may still be made, on offer by now or not; one query."""
    if not cohort.takes_people(clock.local_day(at)):
        return 0
    return cohort.to_offer(SeatOffer.objects.live(at).filter(cohort=cohort).count())


def suggest(cohort: Cohort, *, at: datetime, number: int | None = None) -> list[WaitlistEntry]:
    """The next people who lack nothing, as many as seats can still be offered or `number`."""
    wanted = seats_to_offer(cohort, at=at) if number is None else number
    day = clock.local_day(at)
    found: list[WaitlistEntry] = []
    ready = WaitlistEntry.objects.ready_for(cohort, at=at, on=day).with_people()
    batch = list(ready.select_related("application__track")[:MOST])
    missing = missing_for_entries(batch, cohort=cohort, on=day)
    for entry in batch:
        if len(found) >= wanted:
            break
        if not missing[entry.pk]:
            found.append(entry)
    return found


def left_out(
    cohort: Cohort, entries: Sequence[WaitlistEntry], *, at: datetime
) -> list[tuple[WaitlistEntry, list[str]]]:
    """Who is ready and stands before the last of these without being one of them, in order.

    Each with what is missing; nothing missing means that a colleague has to say why.
    """
    if not entries:
        return []
    day = clock.local_day(at)
    last = max(entry.order_key for entry in entries)
    chosen = {entry.pk for entry in entries}
    ready = WaitlistEntry.objects.ready_for(cohort, at=at, on=day).filter(order_key__lt=last)
    related = ("application__person", "application__track")
    others = list(ready.exclude(pk__in=chosen).select_related(*related))
    missing = missing_for_entries(others, cohort=cohort, on=day)
    return [(entry, missing[entry.pk]) for entry in others]


def send_round(
    *,
    cohort: Cohort,
    entries: Sequence[WaitlistEntry],
    actor: Actor,
    at: datetime,
    hours: int | None = None,
    passed: Mapping[int, str] | None = None,
) -> RoundResult:
    """Offer each of these people a seat, in the order of the list, each on its own.

    `passed` maps the key of a place that is ready, stands before the last chosen one and is not
    chosen, to the words why. Who lacks something is passed over by itself; nobody is for an offer
    that could not be made. Raises NeedsReason, before anything is offered, when a place is not
    explained.
    """
    passed = passed or {}
    look_again(cohort, at=at)
    over = left_out(cohort, entries, at=at)
    unexplained = [
        entry for entry, missing in over if not missing and not passed.get(entry.pk, "").strip()
    ]
    if unexplained:
        raise NeedsReason(unexplained)
    result = RoundResult()
    for entry in sorted(entries, key=lambda one: one.order_key):
        before = [one for one in over if one[0].order_key < entry.order_key]
        try:
            with transaction.atomic():
                # Held before anything is written: see locks.py.
                lock_person(entry.application.person_id)
                seats.lock_cohort(cohort.pk)
                for one, missing in before:
                    words = passed.get(one.pk, "")
                    note_passing(
                        entry=one, cohort=cohort, missing=missing, words=words, actor=actor, at=at
                    )
                offer = offer_seat(
                    entry=entry,
                    cohort=cohort,
                    hours=hours,
                    actor=actor,
                    at=at,
                    cause=OfferCause.ROUND,
                )
        except IllegalMove as error:
            result.refused.append((entry, str(error.sentence)))
        else:
            result.offers.append(offer)
            over = over[len(before) :]
    return result
