from typing import Any

from django.db.models import QuerySet

from becode.accounts.models import User
from becode.people.visibility import sees_people
from cohorts.models import Enrolment


@sees_people
def _learners(user: User) -> QuerySet[Any]:
    return Enrolment.objects.visible_to(user).order_by().values("person")
