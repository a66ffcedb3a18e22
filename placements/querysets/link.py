"""Links for people without an account."""

from datetime import datetime
from typing import Self

from django.db import models

from becode.core.sealing import token_digest


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
