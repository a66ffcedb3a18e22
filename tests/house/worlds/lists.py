"""The board, the table, saved views, exports: one record of each kind."""

from typing import Any

from django.utils import timezone

from applicants.models import ListPolicy
from becode.backoffice.models import BulkRun, SavedView


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py.

    They are a colleague's own: to everybody else they are not there.
    """
    mine = {"list_key": "applicants.application"}
    return {
        "saved_view": SavedView.objects.create(
            owner=base["user"], name="Mine", made_at=timezone.now(), **mine
        ),
        "bulk_run": BulkRun.objects.create(
            user=base["user"], verb="take", done_at=timezone.now(), **mine
        ),
        "policy": ListPolicy.objects.create(
            campus=base["campus"],
            track=base["track"],
            criteria=["number"],
            remark="Why",
            made_at=timezone.now(),
        ),
    }
