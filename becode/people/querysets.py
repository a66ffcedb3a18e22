import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models.functions import Reverse

from becode.core.normalise import clean_name, email_key, phone_e164, search_pieces, sort_name
from becode.people.enums import ContactKind
from becode.people.visibility import seen_by

if TYPE_CHECKING:
    from becode.accounts.models import User

SEARCH_LENGTH = 100
# Fewer letters or digits would find half of everybody.
SHORTEST_PART = 4
PHONE_SIGNS = re.compile(r"[\s./()+-]")


class PersonQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Without the records that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def by_name(self) -> Self:
        return self.order_by("sort_name", "pk")

    def search(self, text: str) -> Self:
        """People whose names hold every part of the text, in any script, or with this contact.

        Of an e-mail address the beginning is enough, of a phone number its last digits.
        """
        text = clean_name(text)[:SEARCH_LENGTH]
        if not text:
            return self
        # Latin letters alone: everybody's pieces hold those, so that Zoe finds Zoë and back.
        pieces = search_pieces(sort_name(text))
        wanted = models.Q(search_pieces__contains=pieces) if pieces else models.Q(pk__in=[])
        model: Any = self.model
        points = model.contact_points.rel.related_model.objects
        keys = [key for key in (email_key(text), phone_e164(text)) if key]
        owners = points.found_by(text, keys=keys).order_by()
        return self.current().filter(wanted | models.Q(pk__in=owners.values("person")))

    def visible_to(self, user: "User") -> Self:
        """Staff see the people who have something at one of their campuses; see `visibility`."""
        if not user.is_staff:
            return self.none()
        return self if user.campus_keys() is None else self.filter(seen_by(user))


class ContactPointQuerySet(models.QuerySet):
    def found_by(self, text: str, *, keys: Iterable[str]) -> Self:
        """Those with one of these keys, e-mail addresses that begin so, numbers that end so."""
        wanted = models.Q(key__in=list(keys))
        beginning = text.lower()
        if len(beginning) >= SHORTEST_PART and " " not in beginning:
            wanted |= models.Q(kind=ContactKind.EMAIL, key__startswith=beginning)
        digits = PHONE_SIGNS.sub("", text).lstrip("0")
        if len(digits) >= SHORTEST_PART and digits.isascii() and digits.isdecimal():
            wanted |= models.Q(kind=ContactKind.PHONE, ending__startswith=digits[::-1])
        return self.annotate(ending=Reverse("key")).filter(wanted)

    def usable(self) -> Self:
        """Contact points that did not bounce, the preferred one first."""
        return self.filter(bounced_at__isnull=True).order_by("-is_preferred", "pk")

    def of_current_people(self) -> Self:
        """Without those that stayed with a record when it was merged into another."""
        return self.filter(person__merged_into__isnull=True)

    def has(self, value: str) -> bool:
        """Whether one of them is this address or number, as it was written down."""
        return self.filter(value=value).exists()


class PersonMergeQuerySet(models.QuerySet):
    def live(self) -> Self:
        """Those that nobody undid, the latest first."""
        return self.filter(undone_at__isnull=True).order_by("-merged_at", "-pk")


class ContactNoteQuerySet(models.QuerySet):
    def to_do(self) -> Self:
        """Notes with something to be done next that nobody did yet."""
        return self.filter(done_at__isnull=True).exclude(next_action="")

    def due(self, on: date) -> Self:
        """What is to be done on this day, or was to be done before."""
        return self.to_do().filter(next_on__lte=on).order_by("next_on", "pk")

    def waiting_for(self, user: "User") -> Self:
        """What this colleague is to do, and what nobody in particular does at their campuses."""
        model: Any = self.model
        seen = model.person.field.related_model.objects.visible_to(user).order_by().values("pk")
        mine = models.Q(owner=user) | models.Q(owner__isnull=True)
        return self.filter(mine, person__in=seen)

    def with_people(self) -> Self:
        return self.select_related("person", "owner", "author")

    def last_of(self, people: Iterable[int]) -> dict[int, Any]:
        """The latest note of each person, by their key; one query."""
        notes = self.filter(person__in=list(people)).order_by("person_id", "-at", "-pk")
        latest: Iterable[Any] = notes.distinct("person_id")
        return {note.person_id: note for note in latest}

    def visible_to(self, user: "User") -> Self:
        """The notes about people whom a colleague sees."""
        model: Any = self.model
        people = model.person.field.related_model.objects.visible_to(user)
        return self.filter(person__in=people.order_by().values("pk"))
