"""Applications, the waitlists they stand on, and the seats offered to them."""

from datetime import datetime

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applicants.enums import (
    ApplicationState,
    DeclineReason,
    EntryState,
    HeardFrom,
    OfferState,
    Priority,
    RejectionReason,
    WithdrawalReason,
)
from applicants.querysets import (
    ApplicationQuerySet,
    InterestEntryQuerySet,
    SeatOfferQuerySet,
    WaitlistEntryQuerySet,
)
from becode.campuses.models import Campus
from becode.people.models import Person
from cohorts.models import Cohort, Enrolment, Track


class ApplicationDraft(models.Model):
    """A form that is being filled in: its answers are encrypted, its key is in the session.

    `submitted_at` is set when it was sent, once: sending twice makes one application.
    """

    digest = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    started_at = models.DateTimeField(_("started at"))
    touched_at = models.DateTimeField(_("last changed at"), db_index=True)
    submitted_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"draft {self.pk}"


@pghistory.track()
class Application(models.Model):
    """A person's wish for one track, with ranked choices of campus; one open at a time."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="applications", verbose_name=_("person")
    )
    track = models.ForeignKey(Track, models.PROTECT, verbose_name=_("track"))
    # The first choice, repeated from `choices` so that staff scope is one indexed column.
    campus = models.ForeignKey(Campus, models.PROTECT, verbose_name=_("first choice"))
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=ApplicationState.choices,
        default=ApplicationState.SUBMITTED,
    )
    language = models.CharField(_("language of the form"), max_length=2, default="nl")
    motivation = models.TextField(_("motivation"), blank=True, max_length=5000)
    heard_from = models.CharField(
        _("heard of us through"), max_length=20, choices=HeardFrom.choices, blank=True
    )
    heard_from_detail = models.CharField(_("which one"), max_length=200, blank=True)
    campaign = models.CharField(_("campaign"), max_length=100, blank=True)
    source = models.CharField(_("came in through"), max_length=20, default="form")
    submitted_at = models.DateTimeField(_("received at"), null=True)
    eligible_at = models.DateTimeField(_("eligible since"), null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    rejection_reason = models.CharField(
        _("reason"), max_length=20, choices=RejectionReason.choices, blank=True
    )
    withdrawal_reason = models.CharField(
        _("reason for withdrawing"), max_length=20, choices=WithdrawalReason.choices, blank=True
    )
    remarks = models.TextField(_("remarks of staff"), blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="application_by_state"),
            models.Index(fields=["campus", "state"], name="application_by_campus"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "track"],
                condition=Q(state__in=["draft", "submitted", "in_selection", "admitted"]),
                name="one_open_application_per_track",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(rejection_reason=""),
                name="rejection_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.person}"

    @property
    def number(self) -> str:
        """What people quote on the phone."""
        return f"A{self.pk:06d}" if self.pk else ""


class CampusChoice(models.Model):
    """One wished campus of an application; rank 1 is the first choice."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="choices", verbose_name=_("application")
    )
    campus = models.ForeignKey(Campus, models.PROTECT, verbose_name=_("campus"))
    rank = models.PositiveSmallIntegerField(_("choice"))

    class Meta:
        verbose_name = _("choice of campus")
        verbose_name_plural = _("choices of campus")
        ordering = ["application", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "campus"], name="campus_chosen_once"),
            models.UniqueConstraint(fields=["application", "rank"], name="one_campus_per_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.campus}"


class ImportedRow(models.Model):
    """A row of a spreadsheet that was taken in, known by its digest: repeating makes no doubles."""

    digest = models.CharField(max_length=64, unique=True)
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="imported_rows", verbose_name=_("application")
    )
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"row of {self.application_id}"


class InterestEntry(models.Model):
    """Somebody under 18 who may apply later, with a parent's contact. docs/domain.md."""

    first_name = models.CharField(_("first name"), max_length=100)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"))
    parent_contact = models.CharField(_("e-mail or phone of a parent"), max_length=254)
    campus = models.ForeignKey(
        Campus, models.SET_NULL, null=True, blank=True, verbose_name=_("campus")
    )
    language = models.CharField(_("language"), max_length=2)
    created_at = models.DateTimeField(_("since"))
    is_demo = models.BooleanField(default=False, editable=False)

    objects = InterestEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("person on the interest list")
        verbose_name_plural = _("interest list (under 18)")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.first_name


class WaitlistEntry(models.Model):
    """An application's place on the list of one campus × track.

    Order: priority, then `eligible_at`, then the application's number.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="entries", verbose_name=_("application")
    )
    campus = models.ForeignKey(Campus, models.PROTECT, verbose_name=_("campus"))
    track = models.ForeignKey(Track, models.PROTECT, verbose_name=_("track"))
    state = models.CharField(
        _("state"), max_length=8, choices=EntryState.choices, default=EntryState.WAITING
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.NORMAL
    )
    priority_reason = models.CharField(_("reason for the priority"), max_length=200, blank=True)
    eligible_at = models.DateTimeField(_("eligible since"))
    joined_at = models.DateTimeField(_("on the list since"))
    closed_at = models.DateTimeField(_("off the list since"), null=True, blank=True)

    objects = WaitlistEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("waitlist entry")
        verbose_name_plural = _("waitlist entries")
        ordering = ["priority", "eligible_at", "application"]
        indexes = [
            models.Index(
                fields=["campus", "track", "priority", "eligible_at", "application"],
                condition=Q(state="waiting"),
                name="waitlist_order",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "campus"],
                condition=Q(state="waiting"),
                name="once_on_each_list",
            ),
            models.CheckConstraint(
                condition=Q(priority=5) | ~Q(priority_reason=""),
                name="priority_needs_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.campus_id}"


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
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.cohort}"

    def is_live(self, at: datetime) -> bool:
        """Whether it can still be accepted at this moment."""
        return self.state == OfferState.OPEN and self.expires_at > at
