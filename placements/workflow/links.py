"""Links for people without an account: made for one thing, used, called back."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from becode.core.sealing import new_token, token_digest
from placements.enums import LinkPurpose
from placements.models import GuestLink


def make_link(*, purpose: LinkPurpose, at: datetime, days: int, **about: Any) -> str:
    """The secret of a new link that works for so many days.

    `about` is the record that the purpose asks for, and the contact it is written to, if any.
    The secret is kept nowhere: put it in a message at once.
    """
    token = new_token()
    GuestLink.objects.create(
        digest=token_digest(token),
        purpose=purpose,
        made_at=at,
        expires_at=at + timedelta(days=days),
        **about,
    )
    return token


def use_link(*, link: GuestLink, at: datetime) -> None:
    """Note when a link was first used to act."""
    GuestLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=at)


def call_back(*, at: datetime, **about: Any) -> int:
    """Links about a record stop working at once; how many there were."""
    return GuestLink.objects.filter(revoked_at__isnull=True, **about).update(revoked_at=at)


def revoke_links(about: Q, *, at: datetime) -> int:
    """`call_back` for links about several records, by a condition."""
    return GuestLink.objects.filter(about, revoked_at__isnull=True).update(revoked_at=at)
