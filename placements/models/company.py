"""Partner companies, their establishments and colleagues, what was said, what was agreed."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from becode.campuses.models import Campus
from becode.files.models import StoredFile
from becode.people.enums import ContactChannel
from becode.people.models.person import LANGUAGES
from cohorts.models import Enrolment
from placements.enums import AgreementState, ContactRole
from placements.querysets import (
    CompanyContactQuerySet,
    CompanyNoteQuerySet,
    CompanyQuerySet,
    FrameworkAgreementQuerySet,
    NotOneCompanyQuerySet,
)


@pghistory.track()
class Company(models.Model):
    """A partner that offers places; `number` is the Belgian company number, 10 digits."""

    name = models.CharField(_("name"), max_length=150)
    number = models.CharField(
        _("company number"),
        max_length=10,
        blank=True,
        help_text=_("Ten digits, for example 0123.456.749."),
    )
    sector = models.CharField(_("sector"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=4, blank=True)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    website = models.URLField(_("website"), blank=True)
    language = models.CharField(
        _("language of our papers"), max_length=2, choices=LANGUAGES, blank=True
    )
    campuses = models.ManyToManyField(
        Campus, verbose_name=_("works with campuses"), blank=True, related_name="companies"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_companies",
        verbose_name=_("looked after by"),
    )
    notes = models.TextField(_("notes"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("partner since"))
    # Set where two records were one company: this one rests, everything is at the other.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name=_("merged into"),
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number="") & Q(merged_into__isnull=True),
                name="one_company_per_number",
                violation_error_message=_("There is a company with this number."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Establishment(models.Model):
    """A place where a company works; `number` is its establishment unit, 10 digits from 2."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="establishments", verbose_name=_("company")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    number = models.CharField(
        _("establishment unit"),
        max_length=10,
        blank=True,
        help_text=_("Ten digits, for example 2.123.456.791."),
    )
    address = models.CharField(_("address"), max_length=200)
    postcode = models.CharField(_("postcode"), max_length=4)
    municipality = models.CharField(_("municipality"), max_length=80)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("establishment")
        verbose_name_plural = _("establishments")
        ordering = ["company", "municipality", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="one_establishment_per_number"
            )
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.address, self.municipality]))


class CompanyContact(models.Model):
    """A colleague of a company: who signs, is a mentor, offers places, manages colleagues.

    Who only answers by links has no portal (`has_portal` false): their account never signs in.
    """

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="contacts", verbose_name=_("company")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="company_contact",
        verbose_name=_("account"),
    )
    job_title = models.CharField(_("function"), max_length=80, blank=True)
    roles = ArrayField(
        models.CharField(max_length=10, choices=ContactRole.choices),
        verbose_name=_("roles"),
        default=list,
        blank=True,
    )
    has_portal = models.BooleanField(_("may use the portal"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted the invitation at"), null=True, blank=True)

    objects = CompanyContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("company contact")
        verbose_name_plural = _("company contacts")
        ordering = ["company", "pk"]

    def __str__(self) -> str:
        return f"{self.user} ({self.company})"

    @property
    def may_sign_in(self) -> bool:
        """Whether the portal of their company is open to them."""
        return self.is_active and self.has_portal and self.company.is_active

    @property
    def role_words(self) -> list[str]:
        """What they may do, in words."""
        return [str(role.label) for role in ContactRole if role in self.roles]

    def has_role(self, *roles: str) -> bool:
        """Whether they have one of these roles."""
        return not set(roles).isdisjoint(self.roles)


class CompanyNote(models.Model):
    """What was said with a company, and what comes next."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="log", verbose_name=_("company")
    )
    contact = models.ForeignKey(
        CompanyContact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="log",
        verbose_name=_("spoke with"),
    )
    channel = models.CharField(_("how"), max_length=8, choices=ContactChannel.choices)
    text = models.TextField(_("what was said"), max_length=2000)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("on"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="company_notes",
        verbose_name=_("by"),
    )

    objects = CompanyNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact with a company")
        verbose_name_plural = _("contacts with companies")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_on"],
                condition=Q(next_on__isnull=False, done_at__isnull=True),
                name="company_note_to_do",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


@pghistory.track()
class FrameworkAgreement(models.Model):
    """What a company promised for a period; what was used of it is counted, never written down."""

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="framework_agreements", verbose_name=_("company")
    )
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=AgreementState.choices, default=AgreementState.DRAFT
    )
    start_on = models.DateField(_("in force from"))
    end_on = models.DateField(_("in force until"), db_index=True)
    renews_by_itself = models.BooleanField(_("renews by itself"), default=False)
    seats = models.PositiveSmallIntegerField(_("seats that the company pays for"), default=0)
    interns = models.PositiveSmallIntegerField(_("interns promised"), default=0)
    hires = models.PositiveSmallIntegerField(_("hires promised"), default=0)
    fee_per_hire = models.DecimalField(
        _("fee for each hire, in euro"), max_digits=9, decimal_places=2, default=0
    )
    campuses = models.ManyToManyField(
        Campus, verbose_name=_("for campuses"), blank=True, related_name="framework_agreements"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="framework_agreements",
        verbose_name=_("looked after by"),
    )
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="framework_agreements",
        verbose_name=_("document"),
    )
    follows = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("renews"),
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)
    ended_on = models.DateField(_("really ended"), null=True, blank=True)

    objects = FrameworkAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework agreement")
        verbose_name_plural = _("framework agreements")
        ordering = ["-start_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_on__gte=F("start_on")),
                name="framework_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.company} · {date_format(self.end_on, 'j N Y')}"


class FrameworkSeat(models.Model):
    """A learner's seat that a company pays for under an agreement; each seat is paid once."""

    agreement = models.ForeignKey(
        FrameworkAgreement,
        models.CASCADE,
        related_name="paid_seats",
        verbose_name=_("framework agreement"),
    )
    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="framework_seat", verbose_name=_("learner")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("paid seat")
        verbose_name_plural = _("paid seats")
        ordering = ["agreement", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.enrolment}"


@pghistory.track()
class CompanyMerge(models.Model):
    """Two records of one company were merged; `moved` maps a table to the keys that went over."""

    kept = models.ForeignKey(Company, models.CASCADE, related_name="merges", verbose_name=_("kept"))
    gone = models.ForeignKey(Company, models.CASCADE, related_name="+", verbose_name=_("merged"))
    moved = models.JSONField(default=dict, editable=False)
    merged_at = models.DateTimeField(_("merged at"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge of companies")
        verbose_name_plural = _("merges of companies")
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"


class NotOneCompany(models.Model):
    """Two records that a colleague looked at and found to be two companies: not shown again."""

    one = models.ForeignKey(Company, models.CASCADE, related_name="+", verbose_name=_("one"))
    other = models.ForeignKey(Company, models.CASCADE, related_name="+", verbose_name=_("other"))
    decided_at = models.DateTimeField(_("decided at"))

    objects = NotOneCompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair that is not one company")
        verbose_name_plural = _("pairs that are not one company")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="companies_decided_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="companies_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
