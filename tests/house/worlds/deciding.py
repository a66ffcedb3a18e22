"""Scores, decisions, eligibility: one record of each kind."""

from typing import Any

from django.test import Client

from applicants.models import Assessment
from tests import factories_deciding as factories


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py."""
    progress = factories.ScoredProgressFactory(application=base["application"])
    return {
        "rule": factories.RuleFactory(track=base["track"]),
        "assessment": factories.AssessmentFactory(progress=progress),
    }


def hand_over(assessment: Assessment, *, to: Client) -> None:
    """Make the assessment that of a visitor: nobody else may open it, not even administrators."""
    key = int(to.session["_auth_user_id"])
    Assessment.objects.filter(pk=assessment.pk).update(assessor=key)
