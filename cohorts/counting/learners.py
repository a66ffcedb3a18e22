"""What the days of many learners come to, and where each of them stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from becode.core.clock import local_day
from cohorts.counting.day import DayCount, count_day
from cohorts.models import Absence, CheckIn, Enrolment, TrainingDay


def counts_of(
    enrolments: Sequence[Enrolment], first: date, last: date, at: datetime
) -> dict[int, list[DayCount]]:
    """The days of these learners from the first to the last, by enrolment, oldest first.

    Only days on which their lessons are theirs. Three queries, however many learners there are.
    """
    return _counted(enrolments, _days_of(enrolments, first, last), first, last, at)


def _days_of(
    enrolments: Sequence[Enrolment], first: date, last: date
) -> dict[int, list[TrainingDay]]:
    cohorts = {enrolment.cohort_id for enrolment in enrolments}
    days: dict[int, list[TrainingDay]] = defaultdict(list)
    found = TrainingDay.objects.filter(cohort_id__in=cohorts).between(first, last)
    for day in found.select_related("cohort"):
        days[day.cohort_id].append(day)
    return days


def _counted(
    enrolments: Sequence[Enrolment],
    days: Mapping[int, list[TrainingDay]],
    first: date,
    last: date,
    at: datetime,
) -> dict[int, list[DayCount]]:
    keys = [enrolment.pk for enrolment in enrolments]
    marks: dict[int, dict[date, dict[int, datetime]]] = defaultdict(lambda: defaultdict(dict))
    rows = CheckIn.objects.filter(enrolment_id__in=keys, on__gte=first, on__lte=last).order_by("pk")
    for key, on, moment, when in rows.values_list("enrolment_id", "on", "moment", "at"):
        marks[key][on][moment] = when
    absences: dict[int, list[Absence]] = defaultdict(list)
    standing = Absence.objects.filter(enrolment_id__in=keys).standing().touching(first, last)
    for absence in standing.order_by("pk"):
        absences[absence.enrolment_id].append(absence)
    return {
        enrolment.pk: [
            count_day(
                day,
                marks[enrolment.pk][day.on],
                absences[enrolment.pk],
                grace=day.cohort.grace_minutes,
                at=at,
            )
            for day in days.get(enrolment.cohort_id, ())
            if first <= day.on <= last and enrolment.is_expected(day.on)
        ]
        for enrolment in enrolments
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts for one learner until now, the same for them and for their coach.

    `whole` is the minutes of the whole training of their group; `days` are those that are over
    or have begun.
    """

    days: tuple[DayCount, ...]
    whole: int

    @property
    def halves(self) -> int:
        """Unjustified absences in halves."""
        return sum(day.halves for day in self.days)

    @property
    def absences(self) -> float:
        """Unjustified absences: two halves make one."""
        return self.halves / 2

    @property
    def missed(self) -> int:
        """Minutes missed until now, with a reason or without."""
        return sum(day.missed for day in self.days)

    @property
    def open(self) -> int:
        return sum(day.open for day in self.days)

    @property
    def present(self) -> int:
        return sum(day.present for day in self.days)

    @property
    def permille(self) -> int:
        """The minutes missed, in tenths of a percent of the whole training, rounded down."""
        return self.missed * 1000 // self.whole if self.whole else 0

    @property
    def steps(self) -> list[DayCount]:
        """The days on which something was missed, the latest first."""
        return [day for day in reversed(self.days) if day.missed]


def standing_of(enrolments: Sequence[Enrolment], at: datetime) -> dict[int, Standing]:
    """Where these learners stand, by enrolment; three queries, however many they are."""
    days = _days_of(enrolments, date.min, date.max)
    until = local_day(at)
    since = min((listed[0].on for listed in days.values()), default=until)
    counted = _counted(enrolments, days, since, until, at)
    whole = {key: sum(day.minutes for day in listed) for key, listed in days.items()}
    return {
        enrolment.pk: Standing(tuple(counted[enrolment.pk]), whole.get(enrolment.cohort_id, 0))
        for enrolment in enrolments
    }
