from datetime import date
from typing import Protocol, Self

from django.db import models
from django.db.models import Q


class SeesCampuses(Protocol):
    """An account, seen from below: accounts stand above campuses."""

    @property
    def is_staff(self) -> bool: ...

    def campus_keys(self) -> frozenset[int] | None: ...


class CampusQuerySet(models.QuerySet):
    def open_on(self, day: date) -> Self:
        """Campuses that take people on this day, by name."""
        return self.filter(
            Q(active_from__isnull=True) | Q(active_from__lte=day),
            Q(active_to__isnull=True) | Q(active_to__gte=day),
        ).order_by("name", "pk")


class ClosureQuerySet(models.QuerySet):
    def visible_to(self, user: SeesCampuses) -> Self:
        """Staff see the closures of their campuses and those of all campuses."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(Q(campus__in=keys) | Q(campus__isnull=True))
