"""Where people are met: referral partners, outreach activities, contacts made there, touches."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applicants.enums import ActivityKind, ActivityState, HeardFrom, PartnerKind
from applicants.querysets import (
    OutreachActivityQuerySet,
    OutreachContactQuerySet,
    PartnerContactQuerySet,
    ReferralPartnerQuerySet,
)
from becode.campuses.models import Campus
from becode.files.models import StoredFile
from becode.people.enums import ContactKind
from becode.people.models import LANGUAGES, Person
from cohorts.models import Track


class ReferralPartner(models.Model):
    """An organisation that sends people to us, or in whose rooms we meet them."""

    kind = models.CharField(_("kind"), max_length=20, choices=PartnerKind.choices)
    name = models.CharField(_("name"), max_length=150)
    # The last part of the short link and of the QR code.
    code = models.SlugField(_("code of the short link"), max_length=20, unique=True)
    campus = models.ForeignKey(
        Campus, models.PROTECT, null=True, blank=True, verbose_name=_("campus")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    agreement_from = models.DateField(_("agreement from"), null=True, blank=True)
    agreement_until = models.DateField(_("agreement until"), null=True, blank=True)
    agreement_text = models.CharField(_("what was agreed"), max_length=500, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=5000)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("since"))
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ReferralPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral partner")
        verbose_name_plural = _("referral partners")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreement_from__isnull=True)
                | Q(agreement_until__isnull=True)
                | Q(agreement_until__gte=models.F("agreement_from")),
                name="agreement_ends_after_start",
                violation_error_message=_("The agreement cannot end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PartnerContact(models.Model):
    """Somebody at a referral partner; with an account they may refer people themselves."""

    partner = models.ForeignKey(
        ReferralPartner, models.CASCADE, related_name="contacts", verbose_name=_("partner")
    )
    name = models.CharField(_("name"), max_length=150)
    function = models.CharField(_("function"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partner_contact",
        verbose_name=_("account"),
    )
    ended_at = models.DateTimeField(_("access ended at"), null=True, blank=True)

    objects = PartnerContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact of a partner")
        verbose_name_plural = _("contacts of partners")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class OutreachActivity(models.Model):
    """A workshop, stand, press conference or open day: who came of it is counted to the job."""

    kind = models.CharField(_("kind"), max_length=20, choices=ActivityKind.choices)
    title = models.CharField(_("title"), max_length=150)
    code = models.SlugField(_("code of the short link"), max_length=20, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ActivityState.choices, default=ActivityState.PLANNED
    )
    campus = models.ForeignKey(
        Campus, models.PROTECT, null=True, blank=True, verbose_name=_("campus")
    )
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, verbose_name=_("track"))
    partner = models.ForeignKey(
        ReferralPartner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("host"),
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="outreach_activities",
        verbose_name=_("colleagues"),
    )
    cost = models.DecimalField(
        _("cost in euro"),
        max_digits=9,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
    )
    expected = models.PositiveIntegerField(_("people expected"), null=True, blank=True)
    turnout = models.PositiveIntegerField(_("people who came"), null=True, blank=True)
    # The photo of the sheet that people signed, where there is one.
    sheet = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, verbose_name=_("attendance sheet")
    )
    notes = models.TextField(_("notes"), blank=True, max_length=5000)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = OutreachActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("outreach activity")
        verbose_name_plural = _("outreach activities")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["state", "starts_at"], name="activity_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(cost__gte=0), name="activity_cost_not_negative"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                name="activity_ends_after_start",
                violation_error_message=_("The end cannot be before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OutreachContact(models.Model):
    """Somebody who left a name and an address or number at an activity or with a partner.

    `person` is set once they apply with the same address or number.
    """

    activity = models.ForeignKey(
        OutreachActivity,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="met",
        verbose_name=_("activity"),
    )
    partner = models.ForeignKey(
        ReferralPartner,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="met",
        verbose_name=_("partner"),
    )
    campus = models.ForeignKey(
        Campus, models.PROTECT, null=True, blank=True, verbose_name=_("campus")
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=5, choices=ContactKind.choices)
    value = models.CharField(_("e-mail or phone"), max_length=254)
    key = models.CharField(max_length=254, editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    # They agreed that we write to them about the training: without it nobody is written down.
    agreed_at = models.DateTimeField(_("agreed at"))
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="outreach_contacts",
        verbose_name=_("person"),
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = OutreachContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact made")
        verbose_name_plural = _("contacts made")
        ordering = ["-agreed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False) | Q(partner__isnull=False),
                name="contact_was_met_somewhere",
            ),
            models.UniqueConstraint(
                fields=["activity", "key", "name"], name="contact_once_per_activity"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Touch(models.Model):
    """One way in which a person met us; the first and the last one go along up to the job."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="touches", verbose_name=_("person")
    )
    at = models.DateTimeField(_("at"))
    activity = models.ForeignKey(
        OutreachActivity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="touches",
        verbose_name=_("activity"),
    )
    partner = models.ForeignKey(
        ReferralPartner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="touches",
        verbose_name=_("partner"),
    )
    heard_from = models.CharField(
        _("heard of us through"), max_length=20, choices=HeardFrom.choices, blank=True
    )
    # utm_source, utm_medium and utm_campaign of the link that brought them, as far as given.
    source = models.CharField(_("source"), max_length=100, blank=True)
    medium = models.CharField(_("medium"), max_length=100, blank=True)
    campaign = models.CharField(_("campaign"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("touch")
        verbose_name_plural = _("touches")
        ordering = ["person", "at", "pk"]
        indexes = [models.Index(fields=["person", "at"], name="touch_by_person")]

    def __str__(self) -> str:
        return f"touch of {self.person_id}"
