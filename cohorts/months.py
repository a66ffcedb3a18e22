"""A month of a cohort: what each learner's hours come to, what is open, what was locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cohorts.counting import DayCount, counts_of
from cohorts.models import Attestation, Cohort, Enrolment

AMOUNTS = ("planned", "present", "justified", "unjustified")


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One learner in one month, as counted now; `locked` is the version that counts, if any."""

    enrolment: Enrolment
    days: tuple[DayCount, ...]
    locked: Attestation | None

    def _sum(self, name: str) -> int:
        return sum(getattr(day, name) for day in self.days)

    @property
    def planned(self) -> int:
        return self._sum("planned")

    @property
    def present(self) -> int:
        return self._sum("present")

    @property
    def justified(self) -> int:
        return self._sum("justified")

    @property
    def unjustified(self) -> int:
        return self._sum("unjustified")

    @property
    def open(self) -> int:
        return self._sum("open")

    @property
    def ahead(self) -> int:
        return self._sum("ahead")

    @property
    def open_days(self) -> list[date]:
        """Days on which something missed is not decided yet."""
        return [day.on for day in self.days if day.open]

    @property
    def is_settled(self) -> bool:
        """All days are over, and nothing missed is open."""
        return bool(self.days) and not self.open and not self.ahead

    @property
    def day_rows(self) -> list[dict[str, Any]]:
        """The days as an attestation keeps them."""
        return [
            {"on": day.on.isoformat(), **{name: getattr(day, name) for name in AMOUNTS}}
            for day in self.days
        ]

    @property
    def differs(self) -> bool:
        """Whether what was locked is no longer what is counted."""
        return self.locked is not None and self.locked.days != self.day_rows

    @property
    def can_lock(self) -> bool:
        return self.is_settled and (self.locked is None or self.differs)


def last_of(month: date) -> date:
    """The last day of the month that begins on this day."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month_lines(enrolments: Sequence[Enrolment], month: date, at: datetime) -> list[MonthLine]:
    """The month of these learners, in their order, those without lessons in it left out.

    Four queries, however many learners there are.
    """
    counts = counts_of(enrolments, month, last_of(month), at)
    versions = Attestation.objects.filter(enrolment__in=enrolments, month=month)
    related = versions.select_related("locked_by", "file").current()
    locked = {one.enrolment_id: one for one in related}
    return [
        MonthLine(enrolment, tuple(counts[enrolment.pk]), locked.get(enrolment.pk))
        for enrolment in enrolments
        if counts[enrolment.pk]
    ]


def cohort_month(cohort: Cohort, month: date, at: datetime) -> list[MonthLine]:
    """The month of everybody in the cohort who had lessons in it, by name."""
    learners = Enrolment.objects.in_lessons(cohort.pk, month)
    found = Enrolment.objects.filter(pk__in=learners.order_by().values("pk"))
    related = found.select_related("person", "cohort__campus", "cohort__track")
    return month_lines(list(related.order_by("person__sort_name", "pk")), month, at)
