from typing import Any

from django.db.models import QuerySet

from applicants.models import Application
from becode.accounts.models import User
from becode.people.visibility import sees_people


@sees_people
def _applicants(user: User) -> QuerySet[Any]:
    return Application.objects.visible_to(user).order_by().values("person")
