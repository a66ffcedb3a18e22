"""What somebody who fills a cohort looks at: the next people, and who is not in line and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from applicants.enums import PassReason
from applicants.lists import CohortLine
from applicants.makeup import Makeup, makeup_of
from applicants.missing import Lacks, lacks_of
from applicants.models import PassOver, SeatOffer, WaitlistEntry
from applicants.workflow import rounds
from becode.core.clock import local_day
from cohorts.models import Cohort

SHOWN = 60


@dataclass(slots=True)
class NextLine:
    """Somebody who could have a seat, with what they lack and the last offer of any cohort."""

    entry: Any  # with its position
    lacks: Lacks
    days: int
    offer: SeatOffer | None = None
    is_ticked: bool = False


@dataclass(slots=True)
class Filling:
    """The whole page of one cohort; `is_more`: people stand behind the last line."""

    cohort: Cohort
    to_offer: int
    on_offer_free: int
    takes_people: bool
    is_last_day_over: bool
    makeup: Makeup
    offers: list[SeatOffer]
    passed: list[PassOver]
    paused: list[WaitlistEntry]
    answered: list[SeatOffer]
    lines: list[NextLine] = field(default_factory=list)
    ticked: int = 0
    is_more: bool = False

    @property
    def over(self) -> int:
        """How many more offers than seats are allowed, on purpose."""
        return self.cohort.ceiling - self.cohort.seats


def filling(
    cohort: Cohort, *, at: datetime, number: int | None = None, shown: int = SHOWN
) -> Filling:
    """Everything about filling this cohort, the next `number` people ticked.

    By default as many as can be offered a seat. A constant number of queries.
    """
    on = local_day(at)
    listed = WaitlistEntry.objects.for_list(campus_pk=cohort.campus_id, track_pk=cohort.track_id)
    here = SeatOffer.objects.filter(cohort=cohort).for_lists()
    offers = list(here.live(at).order_by("expires_at", "pk"))
    line = CohortLine(cohort, len(offers), is_ready=True)
    takes = cohort.takes_people(on)
    page = Filling(
        cohort=cohort,
        to_offer=line.to_offer if takes else 0,
        on_offer_free=line.freed if takes else 0,
        takes_people=takes,
        is_last_day_over=on > cohort.last_offer_day,
        makeup=makeup_of(cohort, at=at),
        offers=offers,
        passed=_passed(cohort, on=on),
        paused=list(listed.with_people().paused(on)[: rounds.MOST]),
        answered=list(here.said_no().order_by("-ended_at", "-pk")[: rounds.MOST]),
    )
    if takes:
        _add_lines(page, at=at, on=on, number=number, shown=shown)
    return page


def _passed(cohort: Cohort, *, on: date) -> list[PassOver]:
    """Who was passed over. What is missing is said as it stands now, in the reader's language."""
    notes = PassOver.objects.for_cohort(cohort).still_waiting().with_entries()
    passed = list(notes[: rounds.MOST])
    lacking = [note.entry for note in passed if note.reason == PassReason.MISSING]
    lacks = lacks_of(lacking, cohort=cohort, on=on) if lacking else {}
    for note in passed:
        if note.entry_id in lacks and lacks[note.entry_id].missing:
            note.words = "; ".join(lacks[note.entry_id].missing)
    return passed


def _add_lines(page: Filling, *, at: datetime, on: date, number: int | None, shown: int) -> None:
    cohort = page.cohort
    wanted = page.to_offer if number is None else number
    ticked = {entry.pk for entry in rounds.suggest(cohort, at=at, number=wanted)}
    ready = WaitlistEntry.objects.ready_for(cohort, at=at, on=on).with_position()
    most = rounds.MOST
    batch: list[Any] = list(ready.select_related("application__person")[: most + 1])
    # Nobody is ticked whom the page does not show.
    last = max((place for place, one in enumerate(batch, 1) if one.pk in ticked), default=0)
    entries = batch[: min(max(shown, last), most)]
    lacks = lacks_of(entries, cohort=cohort, on=on)
    offers = SeatOffer.objects.last_of_entries(entries)
    page.lines = [
        NextLine(
            entry=entry,
            lacks=lacks[entry.pk],
            days=(on - local_day(entry.eligible_at)).days,
            offer=offers.get(entry.pk),
            is_ticked=entry.pk in ticked,
        )
        for entry in entries
    ]
    page.ticked = len(ticked)
    page.is_more = len(batch) > len(entries)


def number_before(cohort: Cohort, chosen: Sequence[WaitlistEntry], *, at: datetime) -> int:
    """How many could have a seat and stand before the last of these without being one of them."""
    if not chosen:
        return 0
    ready = WaitlistEntry.objects.ready_for(cohort, at=at, on=local_day(at))
    last = max(entry.order_key for entry in chosen)
    others = ready.filter(order_key__lt=last).exclude(pk__in=[entry.pk for entry in chosen])
    return others.count()
