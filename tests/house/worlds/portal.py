"""A second colleague at the company, and the links that companies get."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from becode.core.sealing import token_digest
from placements.models import GuestLink
from tests import factories

INVITATION, RENEWAL = "invited-to-the-portal", "still-open"
KEYS: dict[str, dict[str, Any]] = {
    "invitation": {"token": INVITATION},
    "renewal": {"token": RENEWAL},
}


def records(base: dict[str, Any]) -> dict[str, Any]:
    """Of the world's company; `base` are the records of tests/house/world.py."""
    at = timezone.now()
    times = {"made_at": at, "expires_at": at + timedelta(days=14)}
    mate = factories.CompanyContactFactory(company=base["company"])
    invitation = GuestLink.objects.create(
        purpose="invite", digest=token_digest(INVITATION), contact=mate, **times
    )
    renewal = GuestLink.objects.create(
        purpose="renew",
        digest=token_digest(RENEWAL),
        contact=mate,
        position=base["position"],
        **times,
    )
    return {"mate": mate, "invitation": invitation, "renewal": renewal}
