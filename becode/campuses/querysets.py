from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from becode.accounts.models import User


class CampusQuerySet(models.QuerySet["Campus"]):
    def open_on(self, day: date) -> Self:
        """Campuses that take people on this day, by name."""
        return self.filter(
            Q(active_from__isnull=True) | Q(active_from__lte=day),
            Q(active_to__isnull=True) | Q(active_to__gte=day),
        ).order_by("name", "pk")


class ClosureQuerySet(models.QuerySet["Closure"]):
    def visible_to(self, user: "User") -> Self:
        """Staff see the closures of their campuses and those of all campuses."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(Q(campus__in=keys) | Q(campus__isnull=True))
