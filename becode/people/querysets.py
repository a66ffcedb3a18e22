from typing import TYPE_CHECKING, Self

from django.db import models

from becode.core.normalise import email_key, phone_e164, search_pieces

if TYPE_CHECKING:
    pass


class PersonQuerySet(models.QuerySet["Person"]):
    def by_name(self) -> Self:
        return self.order_by("sort_name", "pk")

    def search(self, text: str) -> Self:
        """People whose names hold every part of the text, in any script, or with this contact."""
        words = [word for word in text.split() if word]
        if not words:
            return self
        wanted = models.Q()
        for word in words:
            wanted &= models.Q(search_pieces__contains=search_pieces(word))
        contact = models.Q(contact_points__key=email_key(text))
        phone = phone_e164(text)
        if phone:
            contact |= models.Q(contact_points__key=phone)
        return self.filter(wanted | contact).distinct()


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    def usable(self) -> Self:
        """Contact points that did not bounce, the preferred one first."""
        return self.filter(bounced_at__isnull=True).order_by("-is_preferred", "pk")
