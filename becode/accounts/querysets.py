from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models

from becode.accounts.enums import Role

if TYPE_CHECKING:
    from becode.accounts.models import User


class UserQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_campus_keys(self) -> Self:
        """With the keys of their campuses, which `User.campus_keys` then need not read."""
        model: Any = self.model
        places = model.campuses.through.objects.filter(user=models.OuterRef("pk")).order_by()
        return self.annotate(read_campus_keys=ArraySubquery(places.values("campus_id")))

    def staff(self) -> Self:
        """Everybody with at least one staff role, active or not, by name."""
        return self.exclude(roles=[]).order_by("name", "pk")

    def with_role(self, *roles: Role) -> Self:
        """Active colleagues who have one of these roles."""
        return self.active().filter(roles__overlap=[str(role) for role in roles])

    def at_campus(self, campus_pk: int) -> Self:
        """Colleagues who see this campus: it is theirs, or none is set."""
        return self.at_one_of([campus_pk])

    def at_one_of(self, campus_keys: Iterable[int]) -> Self:
        """Colleagues who see at least one of these campuses."""
        theirs = models.Q(campuses__in=list(campus_keys)) | models.Q(campuses__isnull=True)
        return self.filter(theirs).distinct()


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)
