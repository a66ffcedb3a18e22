"""Whose rows staff see: those of a learner at one of their campuses."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from becode.accounts.models import User


class AtCampus(models.QuerySet):
    """Rows that belong to a learner's campus, at the end of `campus_path`."""

    campus_path = "enrolment__cohort__campus_id__in"

    def visible_to(self, user: "User") -> Self:
        """Staff see the rows of their campuses (none set: all)."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(**{self.campus_path: keys})
