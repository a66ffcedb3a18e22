"""Who was passed over for a seat."""

from typing import Any

from django.utils import timezone

from applicants.models import PassOver


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py."""
    note = PassOver.objects.create(
        entry=base["entry"], cohort=base["cohort"], at=timezone.now(), reason="staff", words="Ill"
    )
    return {"pass_over": note}
