"""Reminders and their words: what stands in the addresses of their pages."""

from types import SimpleNamespace
from typing import Any

from becode.core import clock


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py."""
    return {"reminder_rule": SimpleNamespace(pk="cohort_starts")}


def keys(records: dict[str, Any]) -> dict[str, dict[str, Any]]:
    kind = {"kind": "cohorts.cohort_starts"}
    return {
        "kind": kind,
        "text": {**kind, "language": "fr"},
        "day_ahead": {"day": clock.today().isoformat(), "key": "cohort_starts"},
    }
