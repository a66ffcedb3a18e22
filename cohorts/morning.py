"""One cohort on one day, as a coach needs it in the morning: who is there, who needs a word.

Each part of it asks a constant number of queries, whatever the size of the roster.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.functional import Promise

from becode.backoffice.parts import Link, Tag
from becode.core import clock
from cohorts.coaching import Overlap, double_bookings
from cohorts.enums import DayPart, Moment
from cohorts.models import (
    Absence,
    AgendaItem,
    CheckIn,
    CoachAssignment,
    Cohort,
    Enrolment,
    Evaluation,
    LaptopLoan,
    TrainingDay,
)
from cohorts.risks import Risk, risks_of
from cohorts.roster_columns import roster_columns
from cohorts.workflow.evaluations import FOLLOWING

# Evaluations that come in these days are shown too.
AHEAD = timedelta(days=7)
SILENT_DAYS = 3
# The check-ins of a day, with the field of the hour at which each is planned.
PLANNED_AT = {
    Moment.ARRIVAL: "arrive_by",
    Moment.LUNCH: "lunch_from",
    Moment.RETURN: "lunch_until",
    Moment.DEPARTURE: "leave_from",
}
MOMENTS_OF = {
    DayPart.DAY: tuple(Moment),
    DayPart.MORNING: (Moment.ARRIVAL, Moment.LUNCH),
    DayPart.AFTERNOON: (Moment.RETURN, Moment.DEPARTURE),
}


@dataclass(frozen=True, slots=True)
class Dot:
    """One check-in: `state` is in, late (or left early), missing or ahead."""

    moment: Moment
    state: str
    at: datetime | None = None

    @property
    def label(self) -> str:
        return str(self.moment.label)


@dataclass(slots=True)
class Line:
    """One learner on the page."""

    enrolment: Enrolment
    is_expected: bool
    dots: list[Dot] = field(default_factory=list)
    absence: Absence | None = None
    risks: list[Risk] = field(default_factory=list)
    owed: list[Evaluation] = field(default_factory=list)
    loan: LaptopLoan | None = None
    titled: list[tuple[list[Link | Tag | str], str | Promise]] = field(default_factory=list)

    @property
    def initials(self) -> str:
        person = self.enrolment.person
        return f"{person.called[:1]}{person.last_name[:1]}".upper()

    @property
    def is_in(self) -> bool:
        """Whether they checked in today."""
        return any(dot.at for dot in self.dots)


@dataclass(slots=True)
class Morning:
    cohort: Cohort
    on: date
    lessons: TrainingDay | None
    next_lessons: TrainingDay | None
    lines: list[Line]
    gone: list[Line]
    titles: list[str | Promise]
    coaches: list[CoachAssignment]
    overlaps: list[Overlap]
    agenda: list[AgendaItem]

    @property
    def expected(self) -> int:
        return sum(line.is_expected for line in self.lines)

    @property
    def present(self) -> int:
        return sum(line.is_in for line in self.lines if line.is_expected)

    @property
    def announced(self) -> int:
        """Not there, and an absence is filed."""
        waited = (line for line in self.lines if line.is_expected and not line.is_in)
        return sum(line.absence is not None for line in waited)

    @property
    def owed(self) -> int:
        return sum(len(line.owed) for line in self.lines)


def morning(cohort: Cohort, *, at: datetime) -> Morning:
    """Everything about the cohort on the day of `at`."""
    on = clock.local_day(at)
    lessons, next_lessons, past = _days(cohort, on)
    learners = list(Enrolment.objects.roster(cohort.pk))
    running = [one for one in learners if one.state in (*FOLLOWING, "enrolled")]
    lines = [Line(one, is_expected=bool(lessons) and one.is_expected(on)) for one in running]
    gone = [Line(one, is_expected=False) for one in learners if one not in running]
    _fill(lines, cohort, lessons, past, on=on, at=at)
    columns = roster_columns()
    keys = [line.enrolment.pk for line in lines]
    for column in columns:
        cells = column.fill(cohort, keys)
        for line in lines:
            line.titled.append((cells.get(line.enrolment.pk, []), column.title))
    coaches = CoachAssignment.objects.on(max(on, cohort.start_on)).filter(cohort=cohort)
    agenda = (
        AgendaItem.objects.going_on()
        .for_cohort(cohort_pk=cohort.pk, campus_pk=cohort.campus_id)
        .filter(
            starts_at__lt=clock.at_local(on + timedelta(days=1), 0),
            ends_at__gt=clock.at_local(on, 0),
        )
        .select_related("room")
    )
    return Morning(
        cohort=cohort,
        on=on,
        lessons=lessons,
        next_lessons=next_lessons,
        lines=lines,
        gone=gone,
        titles=[column.title for column in columns],
        coaches=list(coaches.select_related("user").order_by("pk")),
        overlaps=double_bookings(cohort, since=on),
        agenda=list(agenda),
    )


def _days(cohort: Cohort, on: date) -> tuple[TrainingDay | None, TrainingDay | None, list[date]]:
    """Today's lessons, the next ones, and the last ten days of lessons before today."""
    days = list(
        TrainingDay.objects.filter(cohort=cohort, on__gt=on - timedelta(days=45)).order_by("on")
    )
    ahead = [day for day in days if day.on > on]
    past = [day.on for day in days if day.on < on]
    today = next((day for day in days if day.on == on), None)
    return today, (ahead[0] if ahead else None), past[-10:]


def _fill(
    lines: Sequence[Line],
    cohort: Cohort,
    lessons: TrainingDay | None,
    past: list[date],
    *,
    on: date,
    at: datetime,
) -> None:
    since = past[0] if past else on
    check_ins: dict[int, dict[date, list[CheckIn]]] = defaultdict(lambda: defaultdict(list))
    rows = CheckIn.objects.filter(enrolment__cohort=cohort, on__gte=since, on__lte=on)
    for check_in in rows.order_by("pk"):
        check_ins[check_in.enrolment_id][check_in.on].append(check_in)
    absences: dict[int, list[Absence]] = defaultdict(list)
    touching = Absence.objects.standing().touching(since, on)
    for absence in touching.filter(enrolment__cohort=cohort).order_by("pk"):
        absences[absence.enrolment_id].append(absence)
    owed: dict[int, list[Evaluation]] = defaultdict(list)
    due = Evaluation.objects.owed().filter(enrolment__cohort=cohort, due_on__lte=on + AHEAD)
    for evaluation in due.order_by("due_on", "by"):
        owed[evaluation.enrolment_id].append(evaluation)
    loans = LaptopLoan.objects.out().filter(enrolment__cohort=cohort).select_related("laptop")
    loan_of = {loan.enrolment_id: loan for loan in loans}
    risks = risks_of(cohort, on=on)
    for line in lines:
        key = line.enrolment.pk
        line.owed, line.loan = owed[key], loan_of.get(key)
        line.absence = next((one for one in absences[key] if _covers(one, on)), None)
        if lessons is not None and line.is_expected:
            line.dots = dots(lessons, check_ins[key][on], grace=cohort.grace_minutes, at=at)
        line.risks = [
            *risks.get(key, []),
            *_drifting(line.enrolment, past, check_ins[key], absences[key]),
        ]


def _covers(absence: Absence, on: date) -> bool:
    return absence.first_on <= on <= absence.last_on


def dots(
    lessons: TrainingDay, check_ins: Sequence[CheckIn], *, grace: int, at: datetime
) -> list[Dot]:
    """The check-ins that a day of lessons asks for, as they stand at this moment."""
    found = {check_in.moment: check_in.at for check_in in check_ins}
    return [
        Dot(
            moment,
            _state(lessons, moment, found.get(moment), grace=grace, at=at),
            found.get(moment),
        )
        for moment in MOMENTS_OF[DayPart(lessons.part)]
    ]


def _state(
    lessons: TrainingDay, moment: Moment, came_at: datetime | None, *, grace: int, at: datetime
) -> str:
    planned: time | None = getattr(lessons, PLANNED_AT[moment])
    if planned is None:
        return "in" if came_at else "ahead"
    due_at = clock.at_local(lessons.on, planned.hour, planned.minute)
    leeway = timedelta(minutes=grace)
    if came_at is None:
        return "missing" if at > due_at + leeway else "ahead"
    comes = moment in (Moment.ARRIVAL, Moment.RETURN)
    is_off = came_at > due_at + leeway if comes else came_at < due_at - leeway
    return "late" if is_off else "in"


def _drifting(
    enrolment: Enrolment,
    past: Sequence[date],
    check_ins: dict[date, list[CheckIn]],
    absences: Sequence[Absence],
) -> list[Risk]:
    """Several days of lessons in a row without a check-in and without a word."""
    silent: list[date] = []
    for day in reversed(past):
        if not enrolment.is_expected(day):
            break
        if check_ins.get(day) or any(_covers(one, day) for one in absences):
            break
        silent.append(day)
    return [Risk.silent(len(silent), since=silent[-1])] if len(silent) >= SILENT_DAYS else []
