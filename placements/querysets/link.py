"""Links for people without an account."""

from datetime import datetime
from typing import Self

from django.db import models

from becode.core.sealing import token_digest
from placements.enums import PaperState


class GuestLinkQuerySet(models.QuerySet):
    def of_token(self, token: str, *, purpose: str, at: datetime) -> Self:
        """The link with this secret, for this purpose, while it is valid.

        Not for somebody who left the company since.
        """
        return self.filter(
            digest=token_digest(token),
            purpose=purpose,
            revoked_at__isnull=True,
            expires_at__gt=at,
        ).exclude(contact__is_active=False)

    def to_sign_what_was_cancelled(self, token: str) -> Self:
        """The link with this secret, where its agreement is not to be signed any more."""
        return self.filter(
            digest=token_digest(token), signature__agreement__state=PaperState.CANCELLED
        )

    def unused(self) -> Self:
        """Those that nobody acted with yet."""
        return self.filter(used_at__isnull=True)
