"""A whole list at once: how each place stands, and who moves when the rule changes.

Read as plain rows and compared in memory: a list of 100,000 takes seconds, not minutes.
docs/domain.md, "Waitlists".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from applicants.models import WaitlistEntry
from applicants.order import UNKNOWN_RANK, Standing, key_maker


@dataclass(frozen=True, slots=True)
class Placed:
    """One place: its key, and the facts that a rule may look at."""

    pk: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Change:
    """A list under its present order and under another rule.

    `before` and `after` are the keys of the places, who is next first; `keys` is the new
    order of each place, by its key.
    """

    before: list[int]
    after: list[int]
    keys: dict[int, list[int]]

    def positions(self) -> list[tuple[int, int, int]]:
        """(key of the place, old position, new position), who was next first; 1 is next."""
        now = {pk: number for number, pk in enumerate(self.after, start=1)}
        return [(pk, number, now[pk]) for number, pk in enumerate(self.before, start=1)]

    def moved(self) -> set[int]:
        """The places that stand otherwise than before towards at least one other place.

        Not only those whose number changed: who stays third, while the first and the fifth
        change places, has other people before them than before.
        """
        numbers = [new for _pk, _old, new in self.positions()]
        lowest_after = [0] * len(numbers)
        lowest = len(numbers) + 1
        for index in range(len(numbers) - 1, -1, -1):
            lowest_after[index] = lowest
            lowest = min(lowest, numbers[index])
        found, highest = set(), 0
        for index, number in enumerate(numbers):
            if highest > number or lowest_after[index] < number:
                found.add(self.before[index])
            highest = max(highest, number)
        return found


def read_list(campus_key: int, track_key: int) -> list[Placed]:
    """Everybody who waits on one list, in its present order, in one query."""
    entries = WaitlistEntry.objects.for_list(campus_pk=campus_key, track_pk=track_key)
    return [
        Placed(
            pk,
            Standing(
                priority=priority,
                eligible_at=eligible_at,
                applied_at=applied_at or eligible_at,
                joined_at=joined_at,
                choice=UNKNOWN_RANK if rank is None else rank,
                number=number,
            ),
        )
        for pk, priority, eligible_at, applied_at, joined_at, rank, number in (
            entries.facts_of_order()
        )
    ]


def change_of(places: Sequence[Placed], criteria: Sequence[str]) -> Change:
    """What these criteria would make of a list that stands so now.

    Raises ProtectedTrait, IllegalMove for criteria that are none.
    """
    key_of = key_maker(criteria)
    keys = {place.pk: key_of(place.standing) for place in places}
    before = [place.pk for place in places]
    return Change(before=before, after=sorted(before, key=keys.__getitem__), keys=keys)
