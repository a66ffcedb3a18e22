"""How fast a list moves: counted from its past, month by month. docs/domain.md, "Waitlists"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from applicants.enums import EndReason
from applicants.models import WaitlistEntry

MONTHS = 12
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Flow:
    """What happened on one list in the last twelve stretches of 30 days, the oldest first.

    `joined` came on it, `seats` left it for a seat of this list, `gone` left it for any reason.
    """

    joined: tuple[int, ...]
    seats: tuple[int, ...]
    gone: tuple[int, ...]


def flows(lists: Iterable[tuple[int, int]], *, at: datetime) -> dict[tuple[int, int], Flow]:
    """The flow of each of these (campus, track) lists until now, in two queries."""
    wanted = set(lists)
    since = at - MONTHS * MONTH
    came = {one: [0] * MONTHS for one in wanted}
    seats = {one: [0] * MONTHS for one in wanted}
    gone = {one: [0] * MONTHS for one in wanted}
    entries = WaitlistEntry.objects.on_lists(wanted)
    for line in entries.joined_between(since, at).per_stretch("joined_at", since, MONTH):
        came[line["campus_id"], line["track_id"]][line["stretch"]] += line["people"]
    ended = entries.ended_between(since, at)
    for line in ended.per_stretch("closed_at", since, MONTH, "end_reason"):
        one = (line["campus_id"], line["track_id"])
        gone[one][line["stretch"]] += line["people"]
        if line["end_reason"] == EndReason.SEAT:
            seats[one][line["stretch"]] += line["people"]
    return {one: Flow(tuple(came[one]), tuple(seats[one]), tuple(gone[one])) for one in wanted}
