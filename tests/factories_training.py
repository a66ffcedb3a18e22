"""Days, check-ins, absences and the file of learners."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from cohorts.enums import (
    AssessedBy,
    AssessmentMoment,
    CoachRole,
    FileKind,
    LessonPlace,
    Moment,
    ProofKind,
    RequirementKind,
)
from cohorts.models import (
    Absence,
    AgendaItem,
    CheckIn,
    CoachAssignment,
    Competence,
    Evaluation,
    FileItem,
    Laptop,
    LaptopLoan,
    Requirement,
    Room,
    TrainingDay,
)
from tests.factories import MOMENT, CohortFactory, EnrolmentFactory, TrackFactory, UserFactory

BRUSSELS = ZoneInfo("Europe/Brussels")
HOURS = {
    Moment.ARRIVAL: time(9),
    Moment.LUNCH: time(12, 30),
    Moment.RETURN: time(13, 30),
    Moment.DEPARTURE: time(17),
}


def local(day, hours) -> datetime:
    """This wall-clock time in Brussels, as a moment."""
    return datetime.combine(day, hours, tzinfo=BRUSSELS)


class LearnerFactory(EnrolmentFactory):
    """Somebody in training since the first day of a running cohort."""

    cohort = factory.SubFactory(CohortFactory, state="running")
    state = "in_training"
    started_on = factory.SelfAttribute("cohort.start_on")


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = Room

    name = factory.Sequence(lambda n: f"Room {n}")


class TrainingDayFactory(DjangoModelFactory):
    class Meta:
        model = TrainingDay

    arrive_by, lunch_from, lunch_until, leave_from = HOURS.values()


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    kind = "workshop"
    title = "Git for two"
    starts_at = MOMENT
    ends_at = factory.LazyAttribute(lambda item: item.starts_at + timedelta(hours=2))
    changed_at = MOMENT


class CheckInFactory(DjangoModelFactory):
    """A check-in at the very time at which it is expected on an ordinary day."""

    class Meta:
        model = CheckIn

    moment = Moment.ARRIVAL
    at = factory.LazyAttribute(lambda one: local(one.on, HOURS[one.moment]))
    received_at = factory.SelfAttribute("at")
    place = LessonPlace.ON_SITE


def check_in_whole_day(enrolment, day, **changed):
    """All four check-ins of a day in time; `changed` gives other times, None for none.

    `check_in_whole_day(anna, day, arrival=time(9, 40), departure=None)`
    """
    for moment, hours in HOURS.items():
        at = changed.get(moment.name.lower(), hours)
        if at is not None:
            CheckInFactory(enrolment=enrolment, on=day, moment=moment, at=local(day, at))


class AbsenceFactory(DjangoModelFactory):
    class Meta:
        model = Absence

    proof_kind = ProofKind.MEDICAL
    last_on = factory.SelfAttribute("first_on")
    filed_at = MOMENT
    proof_due_at = factory.LazyAttribute(lambda one: one.filed_at + timedelta(hours=48))


class CoachAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = CoachAssignment

    user = factory.SubFactory(UserFactory)
    role = CoachRole.LEAD


class CompetenceFactory(DjangoModelFactory):
    class Meta:
        model = Competence

    track = factory.SubFactory(TrackFactory)
    position = factory.Sequence(lambda n: n)
    name_nl = name_fr = name_en = factory.Sequence(lambda n: f"Competence {n}")


class EvaluationFactory(DjangoModelFactory):
    class Meta:
        model = Evaluation

    moment = AssessmentMoment.MID
    by = AssessedBy.COACH
    due_on = factory.LazyFunction(lambda: MOMENT.date())


class FileItemFactory(DjangoModelFactory):
    class Meta:
        model = FileItem

    kind = FileKind.CONTRACT


class LaptopFactory(DjangoModelFactory):
    class Meta:
        model = Laptop

    tag = factory.Sequence(lambda n: f"LT-{n:04d}")


class LaptopLoanFactory(DjangoModelFactory):
    class Meta:
        model = LaptopLoan

    handed_at = MOMENT
    handed_by = factory.SubFactory(UserFactory)


class RequirementFactory(DjangoModelFactory):
    class Meta:
        model = Requirement

    track = factory.SubFactory(TrackFactory)
    position = factory.Sequence(lambda n: n)
    kind = RequirementKind.CHECKED
