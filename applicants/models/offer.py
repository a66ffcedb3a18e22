"""Seats offered to those who wait."""

from datetime import datetime

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applicants.enums import (
    TOLD_WHEN_TAKEN_BACK,
    DeclineReason,
    MoreTime,
    OfferCause,
    OfferState,
    TakenBack,
)
from applicants.models.application import Application
from applicants.models.waitlist import WaitlistEntry
from applicants.querysets import SeatOfferQuerySet
from becode.people.models import Person
from cohorts.models import Cohort, Enrolment


@pghistory.track()
class SeatOffer(models.Model):
    """One seat in one cohort for one person until one moment."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="seat_offers", verbose_name=_("person")
    )
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="offers", verbose_name=_("application")
    )
    entry = models.ForeignKey(
        WaitlistEntry, models.PROTECT, related_name="offers", verbose_name=_("waitlist entry")
    )
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, related_name="offers", verbose_name=_("cohort")
    )
    state = models.CharField(
        _("state"), max_length=9, choices=OfferState.choices, default=OfferState.OPEN
    )
    offered_at = models.DateTimeField(_("offered at"))
    expires_at = models.DateTimeField(_("answer before"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    cause = models.CharField(
        _("offered"), max_length=8, choices=OfferCause.choices, default=OfferCause.SINGLE
    )
    taken_back = models.CharField(
        _("why taken back"), max_length=20, choices=TakenBack.choices, blank=True
    )
    # Why this person, though others of the list stood before them and were ready.
    passing_reason = models.CharField(_("why before others"), max_length=300, blank=True)
    more_time = models.CharField(_("more time"), max_length=8, choices=MoreTime.choices, blank=True)
    more_time_asked_at = models.DateTimeField(_("asked for more time at"), null=True, blank=True)
    more_time_words = models.CharField(_("why more time"), max_length=300, blank=True)
    decline_reason = models.CharField(
        _("reason for declining"), max_length=16, choices=DeclineReason.choices, blank=True
    )
    enrolment = models.OneToOneField(
        Enrolment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offer",
        verbose_name=_("enrolment"),
    )

    objects = SeatOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat offer")
        verbose_name_plural = _("seat offers")
        ordering = ["-offered_at", "-pk"]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="open"), name="offer_open_until"),
            models.Index(fields=["cohort", "state"], name="offer_by_cohort"),
            models.Index(
                fields=["ended_at"],
                condition=Q(taken_back__in=[str(one) for one in TOLD_WHEN_TAKEN_BACK]),
                name="offer_to_tell",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "cohort"],
                condition=Q(state="open"),
                name="one_live_offer_per_person_and_cohort",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("offered_at")), name="offer_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", enrolment__isnull=False)
                | (~Q(state="accepted") & Q(enrolment__isnull=True)),
                name="accepted_offer_has_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="ended_offer_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.cohort}"

    def is_live(self, at: datetime) -> bool:
        """Whether it can still be accepted at this moment."""
        return self.state == OfferState.OPEN and self.expires_at > at
