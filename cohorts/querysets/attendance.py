"""Check-ins, absences, flags and attestations."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from cohorts.enums import AbsenceState, FlagState

if TYPE_CHECKING:
    from becode.accounts.models import User


class OfLearners(models.QuerySet):
    """Records of enrolments: staff see those of their campuses."""

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(enrolment__cohort__campus_id__in=keys)


class CheckInQuerySet(OfLearners):
    def on_day(self, cohort_pk: int, day: date) -> Self:
        """All check-ins of a cohort on one day."""
        return self.filter(enrolment__cohort_id=cohort_pk, on=day).order_by("pk")


class AbsenceQuerySet(OfLearners):
    def pending(self) -> Self:
        return self.filter(state=AbsenceState.PENDING)

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.exclude(state=AbsenceState.WITHDRAWN)

    def touching(self, first: date, last: date) -> Self:
        """Those of which at least one day lies from the first to the last."""
        return self.filter(first_on__lte=last, last_on__gte=first)


class FlagQuerySet(OfLearners):
    def open(self) -> Self:
        return self.filter(state=FlagState.OPEN)


class AttestationQuerySet(OfLearners):
    def current(self) -> Self:
        """The version that counts, of each learner and month."""
        return self.order_by("enrolment_id", "month", "-version").distinct("enrolment_id", "month")
