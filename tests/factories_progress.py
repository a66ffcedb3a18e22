"""A cohort of learners with competences, coaches and evaluations."""

from datetime import date, timedelta

from factory.django import DjangoModelFactory

from cohorts.models import Goal, LearnerNote
from tests.factories import MOMENT, CohortFactory, PersonFactory
from tests.factories_training import (
    CompetenceFactory,
    LearnerFactory,
    TrainingDayFactory,
)

# Two weeks of lessons around the moment of the tests, Monday 2 March 2026.
START, END = date(2026, 2, 23), date(2026, 3, 13)


class LearnerNoteFactory(DjangoModelFactory):
    class Meta:
        model = LearnerNote

    text = "Works well in a pair."
    written_at = MOMENT


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = Goal

    text = "Finish the project"
    set_at = MOMENT


def working_days(first=START, last=END):
    span = range((last - first).days + 1)
    days = [first + timedelta(days=number) for number in span]
    return [day for day in days if day.weekday() < 5]


def running_cohort(*, campus, track, competences=2, **changed):
    """A cohort in training with fifteen days of lessons and some competences of its track."""
    changed = {"start_on": START, "end_on": END, "state": "running", "seats": 40, **changed}
    cohort = CohortFactory(campus=campus, track=track, **changed)
    for number in range(competences - track.competences.count()):
        CompetenceFactory(track=track, position=number)
    for day in working_days(cohort.start_on, cohort.end_on):
        TrainingDayFactory(cohort=cohort, on=day)
    return cohort


def learner(cohort, first_name="Anna", last_name="Peeters", language="en", **changed):
    person = PersonFactory(first_name=first_name, last_name=last_name, contact_language=language)
    return LearnerFactory(person=person, cohort=cohort, **changed)
