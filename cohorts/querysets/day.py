"""Training days and events."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from becode.accounts.models import User


class TrainingDayQuerySet(models.QuerySet):
    def between(self, first: date, last: date) -> Self:
        """The days from the first to the last, both included, in their order."""
        return self.filter(on__gte=first, on__lte=last).order_by("on", "pk")

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(cohort__campus_id__in=keys)


class AgendaQuerySet(models.QuerySet):
    def going_on(self) -> Self:
        """Those that were not called off."""
        return self.filter(cancelled_at__isnull=True)

    def for_cohort(self, *, cohort_pk: int, campus_pk: int) -> Self:
        """What a cohort takes part in: its own events and those of the whole campus."""
        return self.filter(Q(cohort_id=cohort_pk) | Q(cohort__isnull=True, campus_id=campus_pk))

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(campus_id__in=keys)
