"""The file, the laptops, coaches, evaluations, notes and certificates."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from becode.files.enums import OWED_DOCUMENT_STATES
from cohorts.enums import CoachRole, LaptopState
from cohorts.querysets.attendance import OfLearners

if TYPE_CHECKING:
    from becode.accounts.models import User


class FileItemQuerySet(OfLearners):
    def owed(self) -> Self:
        """What somebody still has to bring."""
        return self.filter(state__in=OWED_DOCUMENT_STATES)


class LaptopQuerySet(models.QuerySet):
    def in_stock(self) -> Self:
        return self.filter(state=LaptopState.IN_STOCK)

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(campus_id__in=keys)


class LoanQuerySet(OfLearners):
    def out(self) -> Self:
        """Laptops that are not back."""
        return self.filter(returned_at__isnull=True)


class CoachQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Those who look after the cohort on this day."""
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day)
        )

    def coaching(self) -> Self:
        """Those who are with the group on its days: lead and second coaches."""
        return self.filter(role__in=[CoachRole.LEAD, CoachRole.SECOND])


class EvaluationQuerySet(OfLearners):
    def owed(self) -> Self:
        return self.filter(filed_at__isnull=True)

    def filed(self) -> Self:
        return self.filter(filed_at__isnull=False)


class LearnerNoteQuerySet(OfLearners):
    def shared(self) -> Self:
        """Those that the learner can read."""
        return self.filter(is_shared=True)


class CertificateQuerySet(OfLearners):
    def valid(self) -> Self:
        return self.filter(revoked_at__isnull=True)
