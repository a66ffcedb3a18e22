"""Places on the lists of those who wait, the rule of their order, and who was passed over."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.lookups import GreaterThan, LessThan, Lookup
from django.utils.translation import gettext_lazy as _

from applicants.enums import (
    REOPENED_REASONS,
    AfterDecline,
    Criterion,
    EndReason,
    EntryState,
    PassReason,
    PolicyState,
    Priority,
    PriorityReason,
)
from applicants.models.application import Application
from applicants.querysets import ListPolicyQuerySet, PassOverQuerySet, WaitlistEntryQuerySet
from becode.campuses.models import Campus
from becode.core import clock
from cohorts.models import Cohort, Track

if TYPE_CHECKING:
    _Lookup = Lookup[Any]
else:
    _Lookup = object  # it stands before the lookup in the list of bases


class _ByTypeOfColumn(_Lookup):
    """Compares arrays by the type of the column: a key of small numbers is a bigint[] too.

    Without it the database refuses `bigint[] < integer[]`, which a rule without a date asks.
    """

    def process_rhs(self, compiler: Any, connection: Any) -> tuple[Any, Any]:
        sql, values = super().process_rhs(compiler, connection)
        return f"{sql}::{self.lhs.output_field.cast_db_type(connection)}", values


@ArrayField.register_lookup
class ArrayLessThan(_ByTypeOfColumn, LessThan):
    pass


@ArrayField.register_lookup
class ArrayGreaterThan(_ByTypeOfColumn, GreaterThan):
    pass


# How long somebody who left may have the old place back. docs/domain.md, "Waitlists".
REOPEN_WITHIN = timedelta(days=60)


class ListPolicy(models.Model):
    """The written rule of one list: what its order looks at, and what a no means.

    A list without a policy in force follows the default (applicants/order.py). A policy is
    never changed: the next one replaces it, so that what was once in force stays readable.
    """

    campus = models.ForeignKey(Campus, models.PROTECT, verbose_name=_("campus"))
    track = models.ForeignKey(Track, models.PROTECT, verbose_name=_("track"))
    state = models.CharField(
        _("state"), max_length=8, choices=PolicyState.choices, default=PolicyState.DRAFT
    )
    criteria = ArrayField(
        models.CharField(max_length=8, choices=Criterion.choices), verbose_name=_("order")
    )
    after_decline = models.CharField(
        _("after a no to a seat"),
        max_length=5,
        choices=AfterDecline.choices,
        default=AfterDecline.ASK,
    )
    remark = models.CharField(_("why this rule"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("written at"))
    in_force_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )

    objects = ListPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of a list")
        verbose_name_plural = _("rules of lists")
        ordering = ["campus", "track", "-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campus", "track"],
                condition=Q(state="in_force"),
                name="one_policy_in_force_per_list",
            ),
            models.UniqueConstraint(
                fields=["campus", "track"],
                condition=Q(state="draft"),
                name="one_policy_draft_per_list",
            ),
            # The database, too, refuses an order by anything else: no trait of a person.
            models.CheckConstraint(
                condition=Q(criteria__contained_by=[str(one) for one in Criterion.values])
                & Q(criteria__len__gte=1),
                name="policy_orders_by_known_criteria",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campus} · {self.track}"


class WaitlistEntry(models.Model):
    """An application's place on the list of one campus × track.

    `order_key` is what the rule of the list makes of the entry (applicants/order.py): the lowest
    is next. `ready_since` is the moment since which the entry stands at this place and could be
    offered a seat: joined, came back, moved by a priority or a new rule, ended a pause.
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
    priority_code = models.CharField(
        _("kind of reason"), max_length=16, choices=PriorityReason.choices, blank=True
    )
    priority_reason = models.CharField(_("reason for the priority"), max_length=200, blank=True)
    eligible_at = models.DateTimeField(_("eligible since"))
    joined_at = models.DateTimeField(_("on the list since"))
    order_key = ArrayField(models.BigIntegerField(), verbose_name=_("order"), editable=False)
    ready_since = models.DateTimeField(_("at this place since"), editable=False)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    closed_at = models.DateTimeField(_("off the list since"), null=True, blank=True)
    end_reason = models.CharField(
        _("why the place ended"), max_length=16, choices=EndReason.choices, blank=True
    )

    objects = WaitlistEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("waitlist entry")
        verbose_name_plural = _("waitlist entries")
        ordering = ["order_key"]
        indexes = [
            models.Index(
                fields=["campus", "track", "order_key"],
                condition=Q(state="waiting"),
                name="waitlist_order",
            ),
            # The flow of a list, in and out.
            models.Index(fields=["campus", "track", "joined_at"], name="waitlist_in"),
            models.Index(
                fields=["campus", "track", "closed_at"],
                condition=Q(closed_at__isnull=False),
                name="waitlist_out",
            ),
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
            models.CheckConstraint(
                condition=Q(state="waiting", closed_at__isnull=True, end_reason="")
                | (~Q(state="waiting") & Q(closed_at__isnull=False) & ~Q(end_reason="")),
                name="ended_place_says_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application.person} · {self.campus}"

    def is_paused(self, on: date) -> bool:
        """Whether no seat is offered on this day, at the person's own wish."""
        return self.paused_until is not None and self.paused_until > on

    def can_reopen(self, at: datetime) -> bool:
        """Whether the person may have the old place back at this moment."""
        return (
            self.state != EntryState.WAITING
            and self.end_reason in REOPENED_REASONS
            and self.closed_at is not None
            and at < self.closed_at + REOPEN_WITHIN
        )

    @property
    def reopen_until(self) -> date | None:
        """The last day on which the old place can be had back."""
        return clock.local_day(self.closed_at + REOPEN_WITHIN) if self.closed_at else None


class PassOver(models.Model):
    """A person who was next for a cohort and was not offered the seat, with the reason.

    One per place and cohort; who waits and is not paused and has none of these cannot be
    overtaken by somebody behind them.
    """

    entry = models.ForeignKey(
        WaitlistEntry, models.CASCADE, related_name="pass_overs", verbose_name=_("waitlist entry")
    )
    cohort = models.ForeignKey(
        Cohort, models.CASCADE, related_name="pass_overs", verbose_name=_("cohort")
    )
    at = models.DateTimeField(_("when"))
    reason = models.CharField(_("reason"), max_length=8, choices=PassReason.choices)
    words = models.CharField(_("in words"), max_length=300, blank=True)

    objects = PassOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("passed over")
        verbose_name_plural = _("passed over")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "cohort"], name="passed_over_once_per_cohort"),
            models.CheckConstraint(
                condition=~Q(reason="staff") | ~Q(words=""), name="passing_over_needs_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.cohort_id}"
