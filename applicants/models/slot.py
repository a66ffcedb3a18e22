"""Moments that people book: info sessions, selection days, interviews."""

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applicants.enums import BookingState, SlotState, StepKind
from applicants.models.selection import StepProgress
from applicants.querysets import BookingQuerySet, EarlierPlaceAlertQuerySet, SlotQuerySet
from becode.campuses.models import Campus
from becode.core.clock import BRUSSELS
from becode.people.models import LANGUAGES
from cohorts.models import Track


class Slot(models.Model):
    """One moment with places. `taken` is the guarded counter behind the constraint.

    An online one has a `video_link` and may be booked by applicants of other campuses.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=StepKind.choices)
    campus = models.ForeignKey(
        Campus, models.PROTECT, related_name="slots", verbose_name=_("campus")
    )
    track = models.ForeignKey(
        Track,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name=_("track"),
        help_text=_("Empty: for every track."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=SlotState.choices, default=SlotState.OPEN
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    capacity = models.PositiveSmallIntegerField(
        _("places"), default=20, validators=[MinValueValidator(1)]
    )
    taken = models.PositiveSmallIntegerField(_("places taken"), default=0, editable=False)
    place = models.CharField(_("place"), max_length=200, blank=True)
    video_link = models.URLField(_("video link"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="hosted_slots",
        verbose_name=_("colleague"),
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("moment to book")
        verbose_name_plural = _("moments to book")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["kind", "state", "starts_at"], name="slot_by_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")),
                name="slot_never_overbooked",
                violation_error_message=_("More people booked than there would be places."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="slot_ends_after_start",
                violation_error_message=_("The end cannot be before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at.astimezone(BRUSSELS):%d/%m/%Y %H:%M}"

    @property
    def places_free(self) -> int:
        return self.capacity - self.taken


@pghistory.track()
class Booking(models.Model):
    """One person's place at one moment, for the step of their application."""

    slot = models.ForeignKey(
        Slot, models.PROTECT, related_name="bookings", verbose_name=_("moment")
    )
    progress = models.ForeignKey(
        StepProgress, models.CASCADE, related_name="bookings", verbose_name=_("step")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=BookingState.choices, default=BookingState.BOOKED
    )
    booked_at = models.DateTimeField(_("booked at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["slot", "booked_at", "pk"]
        indexes = [models.Index(fields=["state", "slot"], name="booking_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["progress"],
                condition=Q(state="booked"),
                name="one_live_booking_per_step",
            )
        ]

    def __str__(self) -> str:
        return f"booking {self.pk}"


class EarlierPlaceAlert(models.Model):
    """Somebody wants to hear when an earlier place comes free; they are told once per place."""

    progress = models.OneToOneField(
        StepProgress, models.CASCADE, related_name="earlier_alert", verbose_name=_("step")
    )
    asked_at = models.DateTimeField(_("asked at"))

    objects = EarlierPlaceAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for an earlier place")
        verbose_name_plural = _("wishes for an earlier place")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"wish {self.pk}"
