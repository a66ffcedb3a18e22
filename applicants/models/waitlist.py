"""Places on the lists of those who wait."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applicants.enums import EntryState, Priority
from applicants.models.application import Application
from applicants.querysets import WaitlistEntryQuerySet
from becode.campuses.models import Campus
from cohorts.models import Track


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
