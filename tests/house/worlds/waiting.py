"""Waiting: the link of the yearly question."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from applicants.models import WaitingLink
from becode.core.sealing import token_digest

TOKEN = "still-waiting"
KEYS: dict[str, dict[str, Any]] = {"waiting_link": {"token": TOKEN}}


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The link of the world's application; `base` are the records of tests/house/world.py."""
    at = timezone.now()
    link = WaitingLink.objects.create(
        application=base["application"],
        digest=token_digest(TOKEN),
        made_at=at,
        expires_at=at + timedelta(days=60),
    )
    return {"waiting_link": link}
