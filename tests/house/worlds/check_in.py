"""A day of lessons of the world's cohort."""

from datetime import timedelta
from typing import Any

from tests.factories_training import TrainingDayFactory


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py."""
    cohort = base["cohort"]
    return {"lesson": TrainingDayFactory(cohort=cohort, on=cohort.start_on + timedelta(days=2))}
