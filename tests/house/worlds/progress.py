"""A learner in training with a coach, evaluations, a note and a goal."""

from typing import Any

from tests import factories
from tests.factories_progress import GoalFactory, LearnerNoteFactory
from tests.factories_training import (
    CoachAssignmentFactory,
    CompetenceFactory,
    EvaluationFactory,
    LearnerFactory,
)


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py."""
    cohort = factories.CohortFactory(
        track=base["track"], campus=base["campus"], code="BXL-Progress-1", state="running"
    )
    CompetenceFactory(track=base["track"])
    learner = LearnerFactory(cohort=cohort)
    own = base["enrolment"]
    return {
        "coaching": CoachAssignmentFactory(cohort=cohort, user=base["user"]),
        "coach_evaluation": EvaluationFactory(enrolment=learner, by="coach"),
        "own_evaluation": EvaluationFactory(enrolment=own, by="self"),
        "learner_note": LearnerNoteFactory(enrolment=learner),
        "goal": GoalFactory(enrolment=learner),
    }
