"""A frozen report about Brussels, and a figure by its name."""

from typing import Any

from django.utils import timezone

from becode.core.actors import SYSTEM
from becode.reports.outcomes.facts import Scope
from becode.reports.outcomes.figures import report
from becode.reports.workflow import freeze

KEYS: dict[str, dict[str, Any]] = {"figure": {"key": "placed_180"}}


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py."""
    at = timezone.now()
    found = report(Scope(campuses=(base["campus"].pk,)), as_of=at.date())
    return {"outcome": freeze(found=found, title="Brussels", actor=SYSTEM, at=at)}
