"""Records that may be one human, each with the reasons. docs/domain.md, "One person, once".

Looking is cheap: a number of queries that does not grow, on indexed columns, and a bounded
number of candidates that are compared here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.core.normalise import search_pieces, sort_name
from becode.people.enums import ContactKind
from becode.people.matching import name_key, nearly
from becode.people.models import ContactPoint, NotSame, Person

POOL = 2000  # candidates that are compared, at most
PAGE = 50  # people whose pairs make one page
MOST = 10  # pairs of one person


class Likeness(models.TextChoices):
    """Why two records may be one human, the best proof first."""

    NAME_AND_BIRTH = "name_and_birth", _("The same name and date of birth")
    EMAIL = "email", _("The same e-mail address and nearly the same name")
    PHONE = "phone", _("The same phone number and nearly the same name")
    NEAR_NAME_AND_BIRTH = "near_name_and_birth", _("Nearly the same name, the same date of birth")
    NEAR_NAME = "near_name", _("Nearly the same name")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records and what they share; `person` is the newer one."""

    person: Person
    other: Person
    reasons: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class PairPage:
    """The pairs of some people, the newest record first; `before` is where older ones begin."""

    pairs: list[Pair]
    before: int | None


def candidates_for(person: Person, *, user: User) -> list[Pair]:
    """Whom this person might be the same as, within the colleague's scope; best proof first."""
    if person.merged_into_id is not None:
        return []
    pairs = _pairs_of([person], user=user)
    return sorted(pairs, key=lambda pair: _proof(pair.reasons))[:MOST]


def recent_pairs(
    user: User, *, since: datetime | None = None, before: int | None = None
) -> PairPage:
    """The pairs of a page of people, the newest records first.

    `before` is the key where the last page ended. A pair is shown once, at its newer record.
    """
    people = Person.objects.visible_to(user).current().order_by("-pk")
    if since is not None:
        people = people.filter(created_at__gte=since)
    if before is not None:
        people = people.filter(pk__lt=before)
    newest = list(people[: PAGE + 1])
    shown = newest[:PAGE]
    pairs = _pairs_of(shown, user=user, older_only=True)
    return PairPage(pairs, shown[-1].pk if len(newest) > PAGE else None)


def pair_of(one: Person, other: Person) -> Pair:
    """Two people that somebody chose, with what they share."""
    keys = _contact_keys([one.pk, other.pk])
    newer, older = sorted((one, other), key=lambda person: -person.pk)
    return Pair(newer, older, _reasons(newer, older, keys))


def _pairs_of(people: Sequence[Person], *, user: User, older_only: bool = False) -> list[Pair]:
    if not people:
        return []
    pool = _pool(people, user=user)
    keys = _contact_keys({person.pk for person in (*people, *pool)})
    decided = _decided({person.pk for person in people})
    pairs = []
    for person in people:
        for other in pool:
            if other.pk == person.pk or (older_only and other.pk > person.pk):
                continue
            if (min(person.pk, other.pk), max(person.pk, other.pk)) in decided:
                continue
            reasons = _reasons(person, other, keys)
            if reasons:
                pairs.append(Pair(person, other, reasons))
    return pairs


def _pool(people: Sequence[Person], *, user: User) -> list[Person]:
    """Who shares a contact point, a birth date or a part of the name with one of these."""
    wanted: dict[int, Person] = {}
    seen = Person.objects.visible_to(user).current()
    numbers = [person.pk for person in people]
    theirs = ContactPoint.objects.filter(person__in=numbers).order_by().values("key")
    sharing = ContactPoint.objects.filter(key__in=theirs).order_by().values("person")
    births = {person.born_on for person in people if person.born_on}
    alike = (_name_alike(person) for person in people)
    for condition in (
        Q(pk__in=sharing),
        Q(born_on__in=births),
        reduce(or_, alike, Q(pk__in=[])),
    ):
        for person in seen.filter(condition).order_by("-pk")[:POOL]:
            wanted.setdefault(person.pk, person)
    return list(wanted.values())


def _name_alike(person: Person) -> Q:
    """The same first or the same family name, whichever way round, and births that may agree.

    A slip in both names is found by the date of birth or the contact point.
    """
    parts = [part for part in (person.first_name, person.last_name) if part]
    same = Q(pk__in=[])
    for part in parts:
        pieces = search_pieces(sort_name(part))
        if pieces:
            same |= Q(search_pieces__contains=pieces)
    year = person.year_of_birth
    if year is not None:
        unknown = Q(born_on__isnull=True, birth_year__isnull=True)
        same &= unknown | Q(born_on__year=year) | Q(birth_year=year)
    return same


def _contact_keys(people: Iterable[int]) -> dict[int, dict[str, set[str]]]:
    """The normalised addresses and numbers of each person, by kind."""
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    points = ContactPoint.objects.filter(person__in=list(people)).order_by()
    for person, kind, key in points.values_list("person_id", "kind", "key"):
        found[person][kind].add(key)
    return found


def _decided(people: set[int]) -> set[tuple[int, int]]:
    """The pairs of these people that a colleague found to be two."""
    pairs = NotSame.objects.filter(Q(one__in=people) | Q(other__in=people)).order_by()
    return set(pairs.values_list("one_id", "other_id"))


def _reasons(
    one: Person, other: Person, keys: dict[int, dict[str, set[str]]]
) -> tuple[Likeness, ...]:
    """A shared address alone is normal and no reason; births that contradict speak against."""
    name, other_name = _name(one), _name(other)
    if not nearly(name, other_name):
        return ()
    same_birth = one.born_on is not None and one.born_on == other.born_on
    if one.born_on and other.born_on and not same_birth:
        return ()
    years = {one.year_of_birth, other.year_of_birth} - {None}
    if len(years) > 1:
        return ()
    reasons = []
    if same_birth:
        reasons.append(
            Likeness.NAME_AND_BIRTH if name == other_name else Likeness.NEAR_NAME_AND_BIRTH
        )
    for kind, likeness in (
        (ContactKind.EMAIL, Likeness.EMAIL),
        (ContactKind.PHONE, Likeness.PHONE),
    ):
        if keys[one.pk][kind] & keys[other.pk][kind]:
            reasons.append(likeness)
    if not reasons:
        reasons.append(Likeness.NEAR_NAME)
    return tuple(sorted(reasons, key=list(Likeness).index))


def _name(person: Person) -> str:
    return name_key(person.first_name, person.last_name)


def _proof(reasons: tuple[Likeness, ...]) -> tuple[int, int]:
    return list(Likeness).index(reasons[0]), -len(reasons)
