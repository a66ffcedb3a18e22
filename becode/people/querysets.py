from typing import TYPE_CHECKING, Any, Self

from django.db import models

from becode.core.normalise import clean_name, email_key, phone_e164, search_pieces, sort_name
from becode.people.visibility import seen_by

if TYPE_CHECKING:
    from becode.accounts.models import User

SEARCH_LENGTH = 100


class PersonQuerySet(models.QuerySet):
    def by_name(self) -> Self:
        return self.order_by("sort_name", "pk")

    def search(self, text: str) -> Self:
        """People whose names hold every part of the text, in any script, or with this contact."""
        text = clean_name(text)[:SEARCH_LENGTH]
        if not text:
            return self
        # Latin letters alone: everybody's pieces hold those, so that Zoe finds Zoë and back.
        pieces = search_pieces(sort_name(text))
        wanted = models.Q(search_pieces__contains=pieces) if pieces else models.Q(pk__in=[])
        model: Any = self.model
        points = model.contact_points.rel.related_model.objects
        keys = [key for key in (email_key(text), phone_e164(text)) if key]
        owners = points.filter(key__in=keys).order_by()
        return self.filter(wanted | models.Q(pk__in=owners.values("person")))

    def visible_to(self, user: "User") -> Self:
        """Staff see the people who have something at one of their campuses; see `visibility`."""
        if not user.is_staff:
            return self.none()
        return self if user.campus_keys() is None else self.filter(seen_by(user))


class ContactPointQuerySet(models.QuerySet):
    def usable(self) -> Self:
        """Contact points that did not bounce, the preferred one first."""
        return self.filter(bounced_at__isnull=True).order_by("-is_preferred", "pk")

    def has(self, value: str) -> bool:
        """Whether one of them is this address or number, as it was written down."""
        return self.filter(value=value).exists()
