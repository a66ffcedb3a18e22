"""A human, once: names, ways to reach them, languages, consents, and the vault."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.normalise import clean_name, search_pieces, sort_name
from becode.people.enums import ConsentPurpose, ContactKind, Gender, LessonLevel, SpecialKind
from becode.people.querysets import ContactPointQuerySet, PersonQuerySet

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
    postcode = models.CharField(_("postcode"), max_length=4, blank=True)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("first contact"))
    sort_name = models.CharField(max_length=200, editable=False)
    search_pieces = ArrayField(models.CharField(max_length=3), default=list, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "pk"]
        indexes = [
            GinIndex(fields=["search_pieces"], name="person_search"),
            models.Index(fields=["sort_name", "id"], name="person_by_name"),
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


class Consent(models.Model):
    """A permission for one purpose; withdrawn ones stay as proof."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=ConsentPurpose.choices)
    text_version = models.CharField(_("version of the text"), max_length=20)
    language = models.CharField(_("language"), max_length=2)
    channel = models.CharField(_("given through"), max_length=20)
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_live_consent_per_purpose",
            )
        ]

    def __str__(self) -> str:
        return self.purpose


class VaultEntry(models.Model):
    """An answer of a special category, encrypted. Read it through `people.vault` only."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="vault_entries", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=SpecialKind.choices)
    sealed = models.BinaryField()
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("sensitive answer")
        verbose_name_plural = _("sensitive answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_vault_entry_per_kind")
        ]

    def __str__(self) -> str:
        return self.kind
