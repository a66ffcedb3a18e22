"""Which people a colleague sees: those who have something at one of their campuses.

People stand below applications and enrolments, so these apps say it, in their `visibility.py`::

    @sees_people
    def _applicants(user: User) -> QuerySet[Any]:
        return Application.objects.visible_to(user).values("person")
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from becode.accounts.models import User

Rule = Callable[[User], "QuerySet[Any]"]
_rules: list[Rule] = []


def sees_people(rule: Rule) -> Rule:
    """Register a function from a colleague to the keys of people, as a one-column queryset."""
    _rules.append(rule)
    return rule


def seen_by(user: User) -> Q:
    """The condition on Person for a colleague who is bound to campuses."""
    condition = Q(pk__in=[])
    for rule in _rules:
        condition |= Q(pk__in=rule(user))
    return condition
