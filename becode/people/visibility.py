"""Which people a colleague sees: those who have something at one of their campuses.

People stand below applications and enrolments, so these apps say it, in their `visibility.py`::

    @sees_people
    def _applicants(user: User) -> QuerySet[Any]:
        return Application.objects.visible_to(user).values("person")
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from becode.accounts.models import User

if TYPE_CHECKING:
    from becode.people.models import Person

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


def mark_seen(person: "Person", *, user: User) -> None:
    """Say that the page's own scope holds this person, so that `is_seen` need not ask."""
    person.seen_by_key = user.pk


def is_seen(person: "Person", *, user: User) -> bool:
    """Whether a colleague sees this person; no query after `mark_seen`."""
    if person.seen_by_key == user.pk:
        return True
    return type(person).objects.visible_to(user).filter(pk=person.pk).exists()
