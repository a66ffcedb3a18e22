"""People whom a referring worker enters, until they say themselves that they want it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applicants.enums import ConsentChannel, ReferralState, SharedStage
from applicants.models.application import Application
from applicants.models.outreach import ReferralPartner
from applicants.querysets import ReferralQuerySet
from becode.campuses.models import Campus
from becode.people.models import LANGUAGES, Person
from cohorts.models import Track


class Referral(models.Model):
    """A person passed on by a partner. Nobody becomes an applicant before their own yes.

    `shared_stages` is what the person lets the referrer see, chosen by the person; until the
    yes the referrer sees the state of the referral alone.
    """

    partner = models.ForeignKey(
        ReferralPartner, models.PROTECT, related_name="referrals", verbose_name=_("partner")
    )
    referrer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="referrals",
        verbose_name=_("referred by"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ReferralState.choices, default=ReferralState.WAITING
    )
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("family name"), max_length=100, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    lesson_levels = models.JSONField(_("can follow a lesson"), default=dict)
    track = models.ForeignKey(Track, models.PROTECT, verbose_name=_("track"))
    campus = models.ForeignKey(Campus, models.PROTECT, verbose_name=_("campus"))
    note = models.TextField(_("what we should know"), blank=True, max_length=2000)
    consent_channel = models.CharField(
        _("agreed how"), max_length=10, choices=ConsentChannel.choices
    )
    consent_text_version = models.CharField(_("version of the text"), max_length=20)
    consented_at = models.DateTimeField(_("agreed at"))
    referred_at = models.DateTimeField(_("referred at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    shared_stages = ArrayField(
        models.CharField(max_length=12, choices=SharedStage.choices),
        default=list,
        blank=True,
        verbose_name=_("what the referrer may see"),
    )
    digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    link_expires_at = models.DateTimeField(_("link valid until"), null=True, blank=True)
    # A referrer may repeat the question once; then it is the person's silence, or a phone call.
    asked_again_at = models.DateTimeField(_("asked again at"), null=True, blank=True)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name=_("person"),
    )
    # Two partners may refer one person; both then follow the same application.
    application = models.ForeignKey(
        Application,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name=_("application"),
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-referred_at", "-pk"]
        indexes = [models.Index(fields=["state", "referred_at"], name="referral_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(person__isnull=False),
                name="confirmed_referral_has_a_person",
            ),
            models.CheckConstraint(
                # Who said no, or nothing for long, is forgotten: the address goes too.
                condition=~Q(email="") | ~Q(phone="") | Q(state__in=["declined", "lapsed"]),
                name="referral_can_be_reached",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.number

    @property
    def number(self) -> str:
        """What is left to call a referral by once its person's data are emptied."""
        return f"R{self.pk:06d}" if self.pk else ""
