"""A human, once: names, ways to reach them, languages."""

from typing import TYPE_CHECKING, Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from becode.core.normalise import clean_name, search_pieces, sort_name
from becode.people.enums import ContactKind, Gender, LessonLevel
from becode.people.querysets import ContactPointQuerySet, PersonQuerySet

if TYPE_CHECKING:
    from becode.people.models.contact_note import ContactNote

LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]


@pghistory.track()
class Person(models.Model):
    """One human. A single name is fine (`last_name` empty); birth may be a year only."""

    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("family name"), max_length=100, blank=True)
    preferred_name = models.CharField(_("name we call you by"), max_length=100, blank=True)
    legal_name = models.CharField(_("name on the identity document"), max_length=200, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=6, choices=Gender.choices, blank=True)
    contact_language = models.CharField(
        _("language of our messages"), max_length=2, choices=LANGUAGES, default="nl"
    )
    address = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=4, blank=True)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("first contact"))
    sort_name = models.CharField(max_length=200, editable=False)
    search_pieces = ArrayField(models.CharField(max_length=3), default=list, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    # Set where two records were one human: this one rests, everything is at the other.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name=_("merged into"),
    )

    # The colleague of whom a page knows that they see this person: visibility.mark_seen.
    seen_by_key: int | None = None

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "pk"]
        indexes = [
            GinIndex(fields=["search_pieces"], name="person_search"),
            models.Index(fields=["sort_name", "id"], name="person_by_name"),
            models.Index(fields=["born_on"], name="person_by_birth"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        """Names are kept as typed; how they sort and are found follows from them."""
        self.first_name = clean_name(self.first_name)
        self.last_name = clean_name(self.last_name)
        self.preferred_name = clean_name(self.preferred_name)
        self.sort_name = sort_name(self.last_name, self.first_name)
        self.search_pieces = search_pieces(self.first_name, self.last_name, self.preferred_name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @cached_property
    def all_keys(self) -> list[int]:
        """Its own key and those of the records that were merged into it; one query."""
        return [self.pk, *self.absorbed.order_by("pk").values_list("pk", flat=True)]

    @cached_property
    def log(self) -> "list[ContactNote]":
        """Every contact of colleagues with them, the latest first; one query, for pages only."""
        notes: Any = self.contact_notes.model
        found = notes.objects.filter(person__in=self.all_keys).with_people()
        return list(found.order_by("-at", "-pk"))

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def called(self) -> str:
        """How we address them."""
        return self.preferred_name or self.first_name

    @property
    def year_of_birth(self) -> int | None:
        return self.born_on.year if self.born_on else self.birth_year


@pghistory.track()
class ContactPoint(models.Model):
    """An e-mail address or phone number of a person; several people may share one."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="contact_points", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=5, choices=ContactKind.choices)
    value = models.CharField(_("address or number"), max_length=254)
    key = models.CharField(max_length=254, editable=False, db_index=True)
    is_preferred = models.BooleanField(_("preferred"), default=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("failed at"), null=True, blank=True)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "key"], name="contact_point_once")
        ]
        indexes = [
            # A number is looked up by its end; addresses by their beginning, with the key's own.
            models.Index(
                OpClass(Reverse("key"), name="text_pattern_ops"),
                condition=models.Q(kind="phone"),
                name="phone_by_ending",
            )
        ]

    def __str__(self) -> str:
        return self.value


class LanguageSkill(models.Model):
    """Whether somebody can follow a lesson in a language."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="language_skills", verbose_name=_("person")
    )
    language = models.CharField(_("language"), max_length=3)
    lesson_level = models.CharField(
        _("can follow a lesson"), max_length=8, choices=LessonLevel.choices
    )

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        ordering = ["language", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "language"], name="language_once")]

    def __str__(self) -> str:
        return f"{self.language} {self.lesson_level}"
