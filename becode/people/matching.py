"""Whether two records are one human. Rules, in docs/domain.md, "One person, once":

1. the same full name and the same full date of birth; or
2. a shared e-mail address or phone, nearly the same name, and births that don't contradict.

A shared address alone is normal and proves nothing.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from rapidfuzz import fuzz

from becode.core.normalise import sort_name
from becode.people.models import Person

NEARLY = 88.0


def find_person(
    *,
    first_name: str,
    last_name: str,
    contact_keys: Iterable[str],
    born_on: date | None = None,
    birth_year: int | None = None,
    by_contact_only: bool = False,
) -> Person | None:
    """The person who is meant, or None; the oldest record wins where several fit.

    `contact_keys` are normalised addresses and numbers (`email_key`, `phone_e164`).
    `by_contact_only` leaves rule 1 out, for forms that anybody can send: a name and a birth
    date are no secret.
    """
    keys = [key for key in contact_keys if key]
    name = name_key(first_name, last_name)
    wanted = Q(pk__in=[])
    if keys:
        wanted |= Q(contact_points__key__in=keys)
    if born_on and not by_contact_only:
        wanted |= Q(born_on=born_on, sort_name=sort_name(last_name, first_name))
        wanted |= Q(born_on=born_on, sort_name=sort_name(first_name, last_name))
    candidates = (
        Person.objects.current()
        .filter(wanted)
        .prefetch_related("contact_points")
        .distinct()
        .order_by("created_at", "pk")
    )
    for person in candidates:
        theirs = name_key(person.first_name, person.last_name)
        if not by_contact_only and born_on and person.born_on == born_on and theirs == name:
            return person
        shares = any(point.key in keys for point in person.contact_points.all())
        if shares and _births_agree(person, born_on, birth_year) and nearly(theirs, name):
            return person
    return None


def name_key(first_name: str, last_name: str) -> str:
    """A name whatever the order of its parts."""
    return " ".join(sorted(sort_name(first_name, last_name).split()))


def nearly(one: str, other: str) -> bool:
    """Whether two name keys differ by a slip of the pen at most."""
    return one == other or fuzz.ratio(one, other) >= NEARLY


def _births_agree(person: Person, born_on: date | None, birth_year: int | None) -> bool:
    if person.born_on and born_on:
        return person.born_on == born_on
    year = born_on.year if born_on else birth_year
    return year is None or person.year_of_birth is None or person.year_of_birth == year
