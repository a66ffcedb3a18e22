from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef

from becode.accounts.models import User

if TYPE_CHECKING:
    from applicants.models import ImportRun  # noqa: F401


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, user: User) -> Self:
        """The sheets whose sender works for no other campus than this colleague: rows of a
        sheet may be for any campus that its sender has."""
        keys = user.campus_keys()
        if keys is None:
            return self
        campuses = User.campuses.through.objects.filter(user_id=OuterRef("uploaded_by_id"))
        return self.filter(Exists(campuses), ~Exists(campuses.exclude(campus_id__in=keys)))
