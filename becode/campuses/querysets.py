from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    pass


class CampusQuerySet(models.QuerySet["Campus"]):
    def open_on(self, day: date) -> Self:
        """Campuses that take people on this day, by name."""
        return self.filter(
            Q(active_from__isnull=True) | Q(active_from__lte=day),
            Q(active_to__isnull=True) | Q(active_to__gte=day),
        ).order_by("name", "pk")
