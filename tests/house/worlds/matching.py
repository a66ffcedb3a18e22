"""A talk that is planned."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from placements.models import InterviewSlot


def records(base: dict[str, Any]) -> dict[str, Any]:
    """`base` are the records of tests/house/world.py."""
    talk = InterviewSlot.objects.create(
        proposal=base["proposal"],
        starts_at=timezone.now() + timedelta(days=3),
        where="Rue Neuve 1, Brussels",
        state="chosen",
    )
    return {"talk": talk}
