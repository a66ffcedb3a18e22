from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from applicants.enums import ActivityState, ReferralState

if TYPE_CHECKING:
    from becode.accounts.models import User


def _at_campuses(user: "User", name: str) -> Q | None:
    """The condition on a campus column for a colleague; None where they may see nothing."""
    if not user.is_staff:
        return None
    keys = user.campus_keys()
    if keys is None:
        return Q()
    return Q(**{f"{name}__in": keys}) | Q(**{f"{name}__isnull": True})


class ReferralPartnerQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True).order_by("name", "pk")

    def visible_to(self, user: "User") -> Self:
        """Staff see partners of their campuses and those of the whole school."""
        condition = _at_campuses(user, "campus_id")
        return self.none() if condition is None else self.filter(condition)


class PartnerContactQuerySet(models.QuerySet):
    def uninvited(self) -> Self:
        """Those without access: never invited, or it ended."""
        return self.filter(Q(user__isnull=True) | Q(ended_at__isnull=False))


class OutreachActivityQuerySet(models.QuerySet):
    def upcoming(self, at: datetime) -> Self:
        return self.filter(state=ActivityState.PLANNED, starts_at__gte=at).order_by(
            "starts_at", "pk"
        )

    def to_close(self, at: datetime) -> Self:
        """Planned activities whose moment is past: how many people came?"""
        return self.filter(state=ActivityState.PLANNED, starts_at__lt=at).order_by(
            "starts_at", "pk"
        )

    def visible_to(self, user: "User") -> Self:
        condition = _at_campuses(user, "campus_id")
        return self.none() if condition is None else self.filter(condition)


class OutreachContactQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        condition = _at_campuses(user, "campus_id")
        return self.none() if condition is None else self.filter(condition)


class ReferralQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=ReferralState.WAITING)

    def unanswered_at(self, at: datetime) -> Self:
        """Those whose last link is over."""
        return self.waiting().filter(link_expires_at__lte=at)

    def lapsed_before(self, at: datetime) -> Self:
        """Lapsed ones referred until then that still say who the person is."""
        return self.filter(state=ReferralState.LAPSED, referred_at__lte=at).exclude(first_name="")

    def of_referrer(self, user: "User") -> Self:
        """What one referring worker entered, the latest first."""
        return (
            self.filter(referrer=user)
            .select_related("partner", "track", "campus", "person", "application")
            .order_by("-referred_at", "-pk")
        )

    def visible_to(self, user: "User") -> Self:
        condition = _at_campuses(user, "campus_id")
        return self.none() if condition is None else self.filter(condition)
