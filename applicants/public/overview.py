"""The true numbers of the front page, in a number of queries that does not grow."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language

from applicants.models import SeatOffer, WaitlistEntry
from applicants.public.offering import Offering
from cohorts.models import Cohort, Track


@dataclass(frozen=True, slots=True)
class ListRow:
    """One track at one campus; the free seats are those that nobody has or is being offered."""

    track_name: str
    next_start_on: date | None
    waiting: int
    free_seats: int | None


@dataclass(frozen=True, slots=True)
class CampusBoard:
    name: str
    city: str
    rows: list[ListRow]


@dataclass(frozen=True, slots=True)
class Start:
    """A group that begins; the free seats are those that nobody has or is being offered."""

    start_on: date
    free_seats: int


@dataclass(frozen=True, slots=True)
class TrackBoard:
    """One track at one campus: how many wait, and which groups begin, the first one first."""

    name: str
    city: str
    waiting: int
    starts: list[Start]


def track_boards(track: Track, offering: Offering, *, on: date, at: datetime) -> list[TrackBoard]:
    """Each open campus that teaches the track, in three queries."""
    waiting = WaitlistEntry.objects.people_per_list()
    held = SeatOffer.objects.live(at).seats_per_cohort()
    starts: dict[int, list[Start]] = {}
    for cohort in Cohort.objects.starting_from(on).filter(track=track):
        free = max(0, cohort.seats_free - held.get(cohort.pk, 0))
        starts.setdefault(cohort.campus_id, []).append(Start(cohort.start_on, free))
    language = get_language() or "en"
    return [
        TrackBoard(
            name=str(campus),
            city=campus.city(language),
            waiting=waiting.get((campus.pk, track.pk), 0),
            starts=starts.get(campus.pk, []),
        )
        for campus in offering.taught[track.pk]
    ]


def campus_boards(offering: Offering, *, on: date, at: datetime) -> list[CampusBoard]:
    """Each open campus with its tracks, in three queries."""
    waiting = WaitlistEntry.objects.people_per_list()
    held = SeatOffer.objects.live(at).seats_per_cohort()
    starts = {
        (cohort.campus_id, cohort.track_id): cohort for cohort in Cohort.objects.next_starts(on)
    }
    language = get_language() or "en"
    boards = []
    for campus in offering.campuses:
        rows = []
        for track in offering.tracks:
            if campus not in offering.taught[track.pk]:
                continue
            start = starts.get((campus.pk, track.pk))
            free = max(0, start.seats_free - held.get(start.pk, 0)) if start else None
            rows.append(
                ListRow(
                    track_name=track.name,
                    next_start_on=start.start_on if start else None,
                    waiting=waiting.get((campus.pk, track.pk), 0),
                    free_seats=free,
                )
            )
        boards.append(CampusBoard(name=str(campus), city=campus.city(language), rows=rows))
    return boards
