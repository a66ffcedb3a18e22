"""Steps, progress, scores and rules for tests: the fewest fields that make a legal one."""

import factory
from factory.django import DjangoModelFactory

from applicants.models import Assessment, EligibilityRule, SelectionStep, StepProgress
from tests.factories import MOMENT, ApplicationFactory, UserFactory


class ScoredStepFactory(DjangoModelFactory):
    class Meta:
        model = SelectionStep

    kind = "selection_day"
    is_scored = True


class ScoredProgressFactory(DjangoModelFactory):
    """Somebody was at the selection day."""

    class Meta:
        model = StepProgress

    application = factory.SubFactory(ApplicationFactory, state="in_selection")
    step = factory.SubFactory(ScoredStepFactory, track=factory.SelfAttribute("..application.track"))
    state = "done"
    reached_at = MOMENT
    done_at = MOMENT


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    progress = factory.SubFactory(ScoredProgressFactory)
    assessor = factory.SubFactory(UserFactory, roles=["coach"])
    assigned_at = MOMENT


class RuleFactory(DjangoModelFactory):
    class Meta:
        model = EligibilityRule

    kind = "other"
    text_en = factory.Sequence(lambda n: f"Rule {n}")
