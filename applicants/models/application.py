"""A person's wish for one track, with ranked campuses."""

from typing import TYPE_CHECKING, Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from applicants.enums import (
    PRESENT_PROGRESS_STATES,
    ApplicationState,
    FilledBy,
    HeardFrom,
    RejectionReason,
    WithdrawalReason,
)
from applicants.querysets import ApplicationQuerySet
from becode.campuses.models import Campus
from becode.people.models import Person
from cohorts.models import Track

if TYPE_CHECKING:
    from applicants.models.selection import StepProgress


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
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_applications",
        verbose_name=_("colleague in charge"),
    )
    # Who held the pen. While `confirmed_at` is empty the person has not said that it is theirs.
    filled_by = models.CharField(
        _("filled in by"), max_length=12, choices=FilledBy.choices, default=FilledBy.SELF
    )
    helper_name = models.CharField(_("name of the helper"), max_length=150, blank=True)
    helper_contact = models.CharField(_("how to reach the helper"), max_length=254, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed by the person at"), null=True, blank=True)
    # Since when they wait, or last said that they still do; and how often we asked since.
    # docs/domain.md, "Waitlists".
    interest_at = models.DateTimeField(_("still interested at"), null=True, blank=True)
    interest_asks = models.PositiveSmallIntegerField(_("times asked"), default=0)
    interest_asked_at = models.DateTimeField(_("last asked at"), null=True, blank=True)
    # The words that went out with the decision, as staff edited them.
    decision_text = models.TextField(_("text of the decision"), blank=True, max_length=5000)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="application_by_state"),
            models.Index(fields=["campus", "state"], name="application_by_campus"),
            models.Index(fields=["owner", "state"], name="application_by_owner"),
            models.Index(
                fields=["interest_at"],
                condition=Q(state="admitted"),
                name="application_by_interest",
            ),
            # The order of the table: its first page reads fifty rows, not all of them.
            models.Index(fields=["-submitted_at", "-id"], name="application_latest"),
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

    @cached_property
    def present_step(self) -> "StepProgress | None":
        """The step it is in now, read once per instance: for pages, never for workflows."""
        if "progress" in getattr(self, "_prefetched_objects_cache", {}):
            steps = self.progress.all()
            return next((step for step in steps if step.state in PRESENT_PROGRESS_STATES), None)
        return self.progress.present().with_step().first()

    @cached_property
    def waits_on(self) -> "list[Any]":
        """Its places on lists with their `position`, read once per instance: for pages."""
        if self.state != ApplicationState.ADMITTED:
            return []
        return list(self.entries.waiting().with_position().order_by("pk"))

    # What decides which verbs a page shows; `for_page` reads them all with the application.

    @cached_property
    def track_has_steps(self) -> bool:
        return self.track.selection_steps.filter(is_active=True).exists()

    @cached_property
    def track_has_rules(self) -> bool:
        return self.track.eligibility_rules.filter(is_active=True).exists()

    @cached_property
    def has_others(self) -> bool:
        return type(self).objects.others_of(self).exists()

    @cached_property
    def wants_assessors(self) -> bool:
        return self.progress.wants_assessors().exists()


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
