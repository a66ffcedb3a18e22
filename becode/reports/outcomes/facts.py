"""What is known of each learner who began: one row a training, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from becode.accounts.models import User
from becode.core import clock
from becode.reports.outcomes.terms import (
    COUNTED_CONTRACTS,
    ENROLLED_ON_DAY,
    LEAST_PERCENT,
    LEAST_PLANNED_DAYS,
    PLACED_WITHIN,
    PUBLISHED,
)
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from placements.enums import FollowUpState
from placements.models import FollowUp, FurtherStudy, JobPlacement

FAR_AWAY = date(9999, 12, 31)
# Who has been in the training; those who moved to another group go on there.
BEGAN = (
    EnrolmentState.IN_TRAINING,
    EnrolmentState.ON_INTERNSHIP,
    EnrolmentState.GRADUATED,
    EnrolmentState.LEFT,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom the figures are: keys of a campus, a track, a cohort; the period in which the
    cohorts finished, both days included. `campuses` are those it keeps to (None: all).
    """

    campus: int | None = None
    track: int | None = None
    cohort: int | None = None
    start_on: date | None = None
    end_on: date | None = None
    campuses: tuple[int, ...] | None = None

    @classmethod
    def of(cls, user: User, **filters: Any) -> "Scope":
        """What a colleague sees, and of that what the filters say."""
        keys = user.campus_keys()
        return cls(campuses=tuple(sorted(keys)) if keys is not None else None, **filters)


@dataclass(frozen=True, slots=True)
class Job:
    """A confirmed job. `last_on` is the last planned day, `until` the last one that was worked
    as far as we know; far away where there is none.
    """

    key: int
    start_on: date
    last_on: date
    until: date
    contract: str
    percent: int
    in_field: bool
    by_school: bool
    evidence: str

    @property
    def planned_days(self) -> int:
        """First and last day included."""
        return (self.last_on - self.start_on).days + 1

    @property
    def is_work(self) -> bool:
        """Paid work under a contract of its own, whatever its hours."""
        return self.contract in COUNTED_CONTRACTS

    @property
    def is_proven(self) -> bool:
        return self.evidence in PUBLISHED

    def would_count(self, graduated_on: date) -> bool:
        """Whether it is a placement but for its evidence."""
        return (
            self.is_work
            and self.percent >= LEAST_PERCENT
            and self.planned_days >= LEAST_PLANNED_DAYS
            and self.start_on <= graduated_on + PLACED_WITHIN
            and self.last_on >= graduated_on
        )


@dataclass(frozen=True, slots=True)
class Study:
    """Education or training after ours; `last_on` is far away where no end is known."""

    start_on: date
    last_on: date
    evidence: str

    def counts(self, graduated_on: date) -> bool:
        """Four weeks or more, begun within the time for a placement, and proven."""
        return (
            self.evidence in PUBLISHED
            and (self.last_on - self.start_on).days + 1 >= LEAST_PLANNED_DAYS
            and self.start_on <= graduated_on + PLACED_WITHIN
            and self.last_on >= graduated_on
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said so many months after leaving."""

    months: int
    answer: str
    is_seeking: bool | None


@dataclass(frozen=True, slots=True)
class Learner:
    """One training of one person, from the first day of the first group on.

    `finish_on` is the day on which the (last) cohort finishes, its internships included.
    """

    key: int
    person_key: int
    cohort_key: int
    campus_key: int
    track_key: int
    finish_on: date
    started_on: date
    left_on: date | None
    graduated_on: date | None
    exclusion: str
    jobs: tuple[Job, ...] = ()
    studies: tuple[Study, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def is_enrolled(self) -> bool:
        """Still there at the end of day ten, as it counts for the published figures."""
        tenth_on = self.started_on + timedelta(days=ENROLLED_ON_DAY - 1)
        return self.left_on is None or self.left_on > tenth_on


def learners(scope: Scope, *, as_of: date) -> list[Learner]:
    """Everybody in the scope who began by that day, by key; five queries whatever the number.

    What happened after that day is left out. Jobs and studies are those of the person, answers
    those about this training.
    """
    rows = list(_rows(_in_scope(scope), as_of=as_of))
    first_days = _first_days_of_transfers()
    jobs, studies = _jobs(as_of=as_of), _studies(as_of=as_of)
    answers = _answers(as_of=as_of)
    return [
        Learner(
            key=key,
            person_key=person,
            cohort_key=cohort,
            campus_key=campus,
            track_key=track,
            finish_on=finish_on,
            started_on=first_days.get(before, started_on) if before else started_on,
            left_on=left_on if left_on and left_on <= as_of else None,
            graduated_on=graduated_on if graduated_on and graduated_on <= as_of else None,
            exclusion=exclusion or "",
            jobs=tuple(jobs.get(person, ())),
            studies=tuple(studies.get(person, ())),
            answers=tuple(answers.get(key, ())),
        )
        for (
            key, person, cohort, campus, track, before, finish_on,
            started_on, left_on, graduated_on, exclusion,
        ) in rows
    ]  # fmt: skip


def _in_scope(scope: Scope) -> "QuerySet[Enrolment]":
    """With the day they began and the day on which their cohort finishes."""
    found: Any = Enrolment.objects.annotate(
        began_on=Coalesce("started_on", "cohort__start_on"),
        finish_on=Coalesce("cohort__internship_end_on", "cohort__end_on"),
    )
    if scope.campuses is not None:
        found = found.filter(cohort__campus_id__in=scope.campuses)
    for path, key in (
        ("cohort__campus_id", scope.campus),
        ("cohort__track_id", scope.track),
        ("cohort_id", scope.cohort),
    ):
        if key is not None:
            found = found.filter(**{path: key})
    if scope.start_on is not None:
        found = found.filter(finish_on__gte=scope.start_on)
    if scope.end_on is not None:
        found = found.filter(finish_on__lte=scope.end_on)
    return found


def _rows(found: "QuerySet[Enrolment]", *, as_of: date) -> Iterable[tuple[Any, ...]]:
    """Whoever began; who graduated before counts with that graduation alone."""
    earlier = (
        Enrolment.objects.graduated()
        .filter(person=OuterRef("person"))
        .exclude(pk=OuterRef("pk"))
        .filter(
            Q(graduated_on__lte=OuterRef("began_on"))
            | Q(graduated_on__lt=OuterRef("graduated_on"))
            | Q(graduated_on=OuterRef("graduated_on"), pk__lt=OuterRef("pk"))
        )
    )
    return (
        found.filter(state__in=BEGAN)
        .filter(began_on__lte=as_of)
        .exclude(Exists(earlier))
        .order_by("pk")
        .values_list(
            "pk",
            "person_id",
            "cohort_id",
            "cohort__campus_id",
            "cohort__track_id",
            "transferred_from_id",
            "finish_on",
            "began_on",
            "left_on",
            "graduated_on",
            "outcome_exclusion__reason",
        )
    )


def _first_days_of_transfers() -> dict[int, date]:
    """The very first day of those who moved on, by the key of the seat that they left."""
    rows = {
        key: (before, started_on)
        for key, before, started_on in Enrolment.objects.filter(
            state=EnrolmentState.TRANSFERRED
        ).values_list("pk", "transferred_from_id", Coalesce("started_on", "cohort__start_on"))
    }
    first: dict[int, date] = {}
    for key in rows:
        before, day = rows[key]
        while before in rows:
            before, day = rows[before]
        first[key] = day
    return first


def _jobs(*, as_of: date) -> Mapping[int, list[Job]]:
    """Confirmed jobs that began by that day, by person, the first one first."""
    found: dict[int, list[Job]] = defaultdict(list)
    rows = (
        JobPlacement.objects.confirmed()
        .filter(start_on__lte=as_of, person__in=_graduates())
        .order_by("start_on", "pk")
        .values_list(
            "person_id", "pk", "start_on", "end_on", "ended_on", "contract_type",
            "hours_percent", "in_field", "by_school", "evidence_level",
        )
    )  # fmt: skip
    for person, key, start_on, end_on, ended_on, contract, percent, field, school, level in rows:
        last_on = end_on or FAR_AWAY
        found[person].append(
            Job(
                key=key,
                start_on=start_on,
                last_on=last_on,
                until=ended_on or last_on,
                contract=contract,
                percent=percent,
                in_field=field,
                by_school=school,
                evidence=level,
            )
        )
    return found


def _studies(*, as_of: date) -> Mapping[int, list[Study]]:
    found: dict[int, list[Study]] = defaultdict(list)
    rows = FurtherStudy.objects.filter(start_on__lte=as_of).order_by("start_on", "pk")
    for person, start_on, end_on, level in rows.values_list(
        "person_id", "start_on", "end_on", "evidence_level"
    ):
        found[person].append(Study(start_on, end_on or FAR_AWAY, level))
    return found


def _answers(*, as_of: date) -> Mapping[int, list[Answer]]:
    """What was answered by the end of that day, by training, the earliest term first."""
    found: dict[int, list[Answer]] = defaultdict(list)
    rows = FollowUp.objects.filter(
        state=FollowUpState.ANSWERED,
        answered_at__lt=clock.at_local(as_of + timedelta(days=1), 0),
    ).order_by("months", "pk")
    for key, months, answer, is_seeking in rows.values_list(
        "enrolment_id", "months", "answer", "is_seeking"
    ):
        found[key].append(Answer(months, answer, is_seeking))
    return found


def _graduates() -> "QuerySet[Enrolment, Any]":
    return Enrolment.objects.graduated().values("person_id")
