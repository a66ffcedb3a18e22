"""What a draft of a rule would change, before anybody switches it on.

Read in a constant number of queries and compared in memory. docs/domain.md, "Waitlists".
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from applicants.models import ListPolicy, WaitlistEntry
from applicants.standings import change_of, read_list
from applicants.workflow.rounds import seats_to_offer
from becode.core import clock
from cohorts.models import Cohort

FIRST, BIGGEST = 25, 5


@dataclass(frozen=True, slots=True)
class Place:
    """One place under both rules; 1 is next."""

    entry: WaitlistEntry
    old: int
    new: int

    @property
    def up(self) -> int:
        """By how many places the person moves up; below nothing: down."""
        return self.old - self.new


@dataclass(frozen=True, slots=True)
class NextSeats:
    """Who would be offered the free seats of the next cohort, under each rule.

    Papers are not looked at here: who lacks one is passed over when the seats are offered.
    """

    cohort: Cohort
    seats: int
    old: list[Place]
    new: list[Place]

    @property
    def is_same(self) -> bool:
        return {one.entry.pk for one in self.old} == {one.entry.pk for one in self.new}


@dataclass(frozen=True, slots=True)
class Preview:
    """How many people would move, and the ends of the list that matter.

    `pairs` are the first places: who stands there now, and who would stand there.
    """

    waiting: int
    up: int
    down: int
    pairs: list[tuple[int, Place, Place]] = field(default_factory=list)
    biggest_up: list[Place] = field(default_factory=list)
    biggest_down: list[Place] = field(default_factory=list)
    next_seats: NextSeats | None = None

    @property
    def same(self) -> int:
        return self.waiting - self.up - self.down


def preview(policy: ListPolicy, *, at: datetime) -> Preview:
    """What this rule would make of its list as it stands now."""
    places = read_list(policy.campus_id, policy.track_id)
    change = change_of(places, policy.criteria)
    positions = {pk: (old, new) for pk, old, new in change.positions()}
    by_move = sorted(positions, key=lambda pk: (positions[pk][1] - positions[pk][0], pk))
    ups = [pk for pk in by_move[:BIGGEST] if positions[pk][1] < positions[pk][0]]
    downs = [pk for pk in by_move[::-1][:BIGGEST] if positions[pk][1] > positions[pk][0]]
    cohort, seats, old_next, new_next = _next_seats(policy, change.before, change.after, at=at)
    shown = [*change.before[:FIRST], *change.after[:FIRST], *ups, *downs, *old_next, *new_next]
    found = _lines(shown, positions)
    return Preview(
        waiting=len(places),
        up=sum(new < old for old, new in positions.values()),
        down=sum(new > old for old, new in positions.values()),
        pairs=[
            (number, found[one], found[other])
            for number, (one, other) in enumerate(
                zip(change.before[:FIRST], change.after[:FIRST], strict=True), start=1
            )
            if one in found and other in found
        ],
        biggest_up=[found[pk] for pk in ups if pk in found],
        biggest_down=[found[pk] for pk in downs if pk in found],
        next_seats=NextSeats(
            cohort,
            seats,
            [found[pk] for pk in old_next if pk in found],
            [found[pk] for pk in new_next if pk in found],
        )
        if cohort
        else None,
    )


def _next_seats(
    policy: ListPolicy, before: list[int], after: list[int], *, at: datetime
) -> tuple[Cohort | None, int, list[int], list[int]]:
    """The next cohort of the list, its free seats, and the places that are next for them."""
    day = clock.local_day(at)
    cohorts = Cohort.objects.for_list(campus_pk=policy.campus_id, track_pk=policy.track_id)
    cohort = cohorts.upcoming(day).first()
    if cohort is None:
        return None, 0, [], []
    seats = seats_to_offer(cohort, at=at)
    if not seats:
        return cohort, 0, [], []
    entries = WaitlistEntry.objects.ready_for(cohort, at=at, on=day)
    ready = set(entries.values_list("pk", flat=True))
    return cohort, seats, _first_of(before, ready, seats), _first_of(after, ready, seats)


def _first_of(order: list[int], ready: set[int], number: int) -> list[int]:
    return [pk for pk in order if pk in ready][:number]


def _lines(keys: Iterable[int], positions: dict[int, tuple[int, int]]) -> dict[int, Place]:
    entries = WaitlistEntry.objects.with_people().in_bulk(set(keys))
    return {pk: Place(entry, *positions[pk]) for pk, entry in entries.items()}
