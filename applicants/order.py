"""The order of a list: a rule of named criteria, and the key it makes of each place.

docs/domain.md, "Waitlists". A key is a list of whole numbers, compared one after the other: the
lowest is next. Keys are stored, so that a position is one count on an index whatever the rule.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applicants.enums import DEFAULT_CRITERIA, AfterDecline, Criterion, PolicyState
from applicants.models import ListPolicy, WaitlistEntry
from becode.core.moves import IllegalMove

UNKNOWN_RANK = 99


class ProtectedTrait(IllegalMove):
    """Somebody wants to order a list by something that is no criterion."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("A list is never ordered by “%(name)s”. Choose among the criteria.") % {"name": name}
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a rule may look at: facts about the application, none about the person.

    A criterion is given this and nothing else, so that no trait of a person can reach the order.
    """

    priority: int
    eligible_at: datetime
    applied_at: datetime
    joined_at: datetime
    choice: int
    number: int


def _moment(value: datetime) -> int:
    return int(value.timestamp() * 1_000_000)


KEYS: Mapping[str, Callable[[Standing], int]] = {
    Criterion.PRIORITY: lambda standing: standing.priority,
    Criterion.ELIGIBLE: lambda standing: _moment(standing.eligible_at),
    Criterion.APPLIED: lambda standing: _moment(standing.applied_at),
    Criterion.JOINED: lambda standing: _moment(standing.joined_at),
    Criterion.CHOICE: lambda standing: standing.choice,
    Criterion.NUMBER: lambda standing: standing.number,
}


@dataclass(frozen=True, slots=True)
class ListRule:
    """What a list goes by: that of its policy in force, or the default."""

    criteria: tuple[str, ...] = tuple(DEFAULT_CRITERIA)
    after_decline: str = AfterDecline.ASK

    def key(self, standing: Standing) -> list[int]:
        """The place of somebody who stands so; the number of the application ends every tie.

        Raises ProtectedTrait for a criterion that is none.
        """
        return order_key(self.criteria, standing)


DEFAULT_RULE = ListRule()


def check_criteria(criteria: Iterable[str]) -> tuple[str, ...]:
    """The criteria as they are kept: known ones, each once. Raises ProtectedTrait, IllegalMove."""
    wanted = tuple(criteria)
    for one in wanted:
        if one not in KEYS:
            raise ProtectedTrait(one)
    if not wanted or len(set(wanted)) != len(wanted):
        raise IllegalMove(_("Choose at least one criterion, and each only once."))
    return wanted


def order_key(criteria: Sequence[str], standing: Standing) -> list[int]:
    """The key of a place under these criteria."""
    return key_maker(criteria)(standing)


def key_maker(criteria: Sequence[str]) -> Callable[[Standing], list[int]]:
    """What gives each standing its key under these criteria: checked once, used for many."""
    parts = [KEYS[one] for one in with_number(criteria)]
    return lambda standing: [part(standing) for part in parts]


def with_number(criteria: Sequence[str]) -> tuple[str, ...]:
    """The criteria with the one that ends every tie. Raises ProtectedTrait, IllegalMove."""
    known = check_criteria(criteria)
    return known if Criterion.NUMBER in known else (*known, Criterion.NUMBER)


PHRASES: Mapping[str, str | Promise] = {
    Criterion.PRIORITY: gettext_lazy("who has priority for a reason"),
    Criterion.ELIGIBLE: gettext_lazy("who was admitted earliest"),
    Criterion.APPLIED: gettext_lazy("who applied earliest"),
    Criterion.JOINED: gettext_lazy("who came on this list earliest"),
    Criterion.CHOICE: gettext_lazy("who ranks this campus highest"),
    Criterion.NUMBER: gettext_lazy("who has the lowest application number"),
}


def words_of(rule: ListRule) -> str:
    """The order as one plain sentence, for staff and for the people who wait."""
    first, *others = (str(PHRASES[one]) for one in with_number(rule.criteria))
    if not others:
        return _("Next is %(who)s.") % {"who": first}
    order = first
    for other in others:
        order = _("%(before)s, then %(after)s") % {"before": order, "after": other}
    return _("First %(order)s.") % {"order": order}


def rule_of(campus_key: int, track_key: int) -> ListRule:
    """What this list goes by now."""
    return rules_of([(campus_key, track_key)])[campus_key, track_key]


def rules_of(lists: Iterable[tuple[int, int]]) -> dict[tuple[int, int], ListRule]:
    """What each of these (campus, track) lists goes by now, in one query."""
    wanted = set(lists)
    found = ListPolicy.objects.filter(
        state=PolicyState.IN_FORCE, campus__in={campus for campus, _track in wanted}
    )
    in_force = {
        (policy.campus_id, policy.track_id): ListRule(tuple(policy.criteria), policy.after_decline)
        for policy in found.order_by("pk")
    }
    return {one: in_force.get(one, DEFAULT_RULE) for one in wanted}


def standing_of(entry: WaitlistEntry, *, choice: int | None) -> Standing:
    """The facts of one place; `choice` is the rank of its campus among the person's wishes."""
    application = entry.application
    return Standing(
        priority=entry.priority,
        eligible_at=entry.eligible_at,
        applied_at=application.submitted_at or entry.eligible_at,
        joined_at=entry.joined_at,
        choice=UNKNOWN_RANK if choice is None else choice,
        number=entry.application_id,
    )


def key_of(entry: WaitlistEntry, *, rule: ListRule | None = None) -> list[int]:
    """The key of one place under the rule of its list; two queries, or one with the rule."""
    known = rule or rule_of(entry.campus_id, entry.track_id)
    ranks = entry.application.choices.filter(campus=entry.campus_id).order_by("rank")
    return known.key(standing_of(entry, choice=ranks.values_list("rank", flat=True).first()))
