"""Companies, their colleagues and framework agreements."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from placements.enums import AgreementState

if TYPE_CHECKING:
    from becode.accounts.models import User


class CompanyQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True, merged_into__isnull=True)

    def visible_to(self, user: "User") -> Self:
        """Staff see companies of their campuses and those that work with none in particular."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        if keys is None:
            return self
        return self.filter(Q(campuses__in=keys) | Q(campuses__isnull=True)).distinct()

    def of_contact(self, user: "User") -> Self:
        """The one company whose portal this account may use."""
        return self.active().filter(contacts__user=user, contacts__is_active=True)


class CompanyContactQuerySet(models.QuerySet):
    def active(self) -> Self:
        """Contacts who may sign in now, by name."""
        return self.filter(is_active=True, user__is_active=True, company__is_active=True).order_by(
            "user__name", "pk"
        )

    def of_company(self, company_pk: int) -> Self:
        return (
            self.filter(company_id=company_pk).select_related("user").order_by("user__name", "pk")
        )

    def with_role(self, *roles: str) -> Self:
        """Contacts who have one of these roles."""
        return self.filter(roles__overlap=list(roles))


class FrameworkAgreementQuerySet(models.QuerySet):
    def in_force(self, day: date) -> Self:
        """Active ones whose period holds this day."""
        return self.filter(state=AgreementState.ACTIVE, start_on__lte=day, end_on__gte=day)

    def over(self, day: date) -> Self:
        """Active ones whose last day is past."""
        return self.filter(state=AgreementState.ACTIVE, end_on__lt=day)

    def ending_within(self, day: date, *, days: int) -> Self:
        """In force, with at most so many days to go; the soonest first."""
        return (
            self.filter(state=AgreementState.ACTIVE, end_on__lte=day + timedelta(days=days))
            .filter(renews_by_itself=False)
            .order_by("end_on", "pk")
        )

    def visible_to(self, user: "User") -> Self:
        """Staff see those for their campuses and those for none in particular."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        if keys is None:
            return self
        return self.filter(Q(campuses__in=keys) | Q(campuses__isnull=True)).distinct()


class CompanyNoteQuerySet(models.QuerySet):
    def to_do(self) -> Self:
        """Next steps that are not done; the earliest day first."""
        return self.exclude(next_step="").filter(done_at__isnull=True).order_by("next_on", "pk")

    def of_colleague(self, user: "User") -> Self:
        """Steps of companies that somebody looks after, and their own of companies without."""
        return self.filter(Q(company__owner=user) | Q(company__owner__isnull=True, by=user))


class NotOneCompanyQuerySet(models.QuerySet):
    def of_pair(self, one_key: int, other_key: int) -> Self:
        """What was said of these two, in whichever order they come."""
        return self.filter(one=min(one_key, other_key), other=max(one_key, other_key))

    def keys(self) -> set[tuple[int, int]]:
        """The pairs as keys, the smaller one first."""
        return set(self.order_by().values_list("one_id", "other_id"))
