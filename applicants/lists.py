"""The lists of those who wait, with their figures: for the pages of staff and for Today."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applicants.enums import Criterion
from applicants.flow import Flow, flows
from applicants.forecast import Forecast, forecast
from applicants.models import SeatOffer, WaitlistEntry
from applicants.order import ListRule, rules_of
from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core.clock import local_day
from cohorts.models import Cohort, Track

# A criterion where there is room for a word or two.
SHORT: dict[str, str | Promise] = {
    Criterion.PRIORITY: _("priority"),
    Criterion.ELIGIBLE: _("day of eligibility"),
    Criterion.APPLIED: _("day of the application"),
    Criterion.JOINED: _("day of joining the list"),
    Criterion.CHOICE: _("rank of the choice"),
    Criterion.NUMBER: _("number of the application"),
}


def short_rule(rule: ListRule) -> str:
    """The criteria in their order, in a word or two each."""
    return " › ".join(str(SHORT[one]) for one in rule.criteria)


@dataclass(slots=True)
class CohortLine:
    """A cohort that takes people: its live offers, and what became free and nobody was offered.

    `is_ready`: somebody on the list could have a seat in it.
    """

    cohort: Cohort
    live: int
    is_ready: bool

    @property
    def to_offer(self) -> int:
        """Offers that can still be made, up to the ceiling."""
        return self.cohort.to_offer(self.live)

    @property
    def freed(self) -> int:
        """Seats that were on offer once and that nobody has or was offered now."""
        return self.cohort.freed(self.live)

    def cascades(self, on: date) -> bool:
        """Whether what became free is offered by itself within a minute."""
        return self.cohort.cascades and on <= self.cohort.last_offer_day and self.is_ready

    @property
    def url(self) -> str:
        """Where seats are offered."""
        return reverse("admin:fill_cohort", args=[self.cohort.pk])


def coming_cohorts(user: User, *, at: datetime) -> list[CohortLine]:
    """The cohorts of this colleague's campuses that take people, the next first; two queries."""
    on = local_day(at)
    seen = Cohort.objects.visible_to(user)
    ready = WaitlistEntry.objects.ready_for_outer(at=at, on=on)
    # Before the start and, where the last day to offer allows it, after.
    cohorts: Any = (seen.planned() | seen.taking(on)).select_related("campus", "track")
    cohorts = cohorts.annotate(is_ready=Exists(ready)).order_by("start_on", "pk")
    found = list(cohorts)
    live = SeatOffer.objects.live(at).filter(cohort__in=found).seats_per_cohort()
    return [CohortLine(one, live.get(one.pk, 0), one.is_ready) for one in found]


@dataclass(slots=True)
class ListLine:
    """One campus × track: who waits, how long, what moves, and what the cohorts have for them.

    Moments are None where nobody waits.
    """

    campus: Campus
    track: Track
    waiting: int
    paused: int
    middle: datetime | None
    oldest: datetime | None
    flow: Flow
    forecast: Forecast
    rule: ListRule
    cohorts: list[CohortLine]
    today: date

    @property
    def url(self) -> str:
        return reverse("admin:waitlist", args=[self.campus.pk, self.track.pk])

    @property
    def next(self) -> CohortLine | None:
        """The cohort that starts first."""
        return self.cohorts[0] if self.cohorts else None

    @property
    def middle_days(self) -> int | None:
        """For how many days the person in the middle waits."""
        return (self.today - local_day(self.middle)).days if self.middle else None

    @property
    def oldest_days(self) -> int | None:
        return (self.today - local_day(self.oldest)).days if self.oldest else None

    @property
    def came_lately(self) -> int:
        """On the list in the last 30 days."""
        return self.flow.joined[-1]

    @property
    def went_lately(self) -> int:
        return self.flow.gone[-1]

    @property
    def came(self) -> int:
        """On the list in the last twelve months."""
        return sum(self.flow.joined)

    @property
    def went(self) -> int:
        return sum(self.flow.gone)

    @property
    def seats(self) -> int:
        """Of those who went, how many to a seat of this list."""
        return sum(self.flow.seats)

    @property
    def rule_words(self) -> str:
        return short_rule(self.rule)


def list_lines(user: User, *, at: datetime) -> list[ListLine]:
    """Every list of this colleague's campuses on which people wait or for which a cohort comes.

    A constant number of queries.
    """
    on = local_day(at)
    figures = WaitlistEntry.objects.visible_to(user).figures_per_list(on)
    cohorts: dict[tuple[int, int], list[CohortLine]] = {}
    for line in coming_cohorts(user, at=at):
        one = (line.cohort.campus_id, line.cohort.track_id)
        cohorts.setdefault(one, []).append(line)
    keys = {*figures, *cohorts}
    campuses = Campus.objects.in_bulk({campus for campus, _track in keys})
    tracks = Track.objects.in_bulk({track for _campus, track in keys})
    moved, rules = flows(keys, at=at), rules_of(keys)
    lines = []
    for key in keys:
        known = figures.get(key, {})
        waiting = known.get("people", 0)
        lines.append(
            ListLine(
                campus=campuses[key[0]],
                track=tracks[key[1]],
                waiting=waiting,
                paused=known.get("pausing", 0),
                middle=known.get("middle"),
                oldest=known.get("oldest"),
                flow=moved[key],
                forecast=forecast(moved[key], waiting=waiting, at=at),
                rule=rules[key],
                cohorts=cohorts.get(key, []),
                today=on,
            )
        )
    return sorted(lines, key=lambda line: (line.campus.name, line.track.code))
