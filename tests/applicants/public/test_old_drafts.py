"""A draft that nobody touches any more is deleted."""

from datetime import timedelta

import pytest

from applicants.models import ApplicationDraft
from applicants.tasks import forget_drafts

pytestmark = pytest.mark.django_db


def test_drafts_are_kept_ninety_days(at):
    for number, age in enumerate((89, 90, 91)):
        ApplicationDraft.objects.create(
            digest=str(number),
            sealed=b"",
            started_at=at - timedelta(days=200),
            touched_at=at - timedelta(days=age),
        )
    forget_drafts()
    kept = ApplicationDraft.objects.order_by("pk").values_list("digest", flat=True)
    assert list(kept) == ["0", "1"]
