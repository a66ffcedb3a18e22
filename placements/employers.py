"""Whether two jobs are the same one, told twice.

docs/domain.md, "Jobs and questions after leaving".

A person, a company and a colleague write the same employer differently: "ACME", "Acme nv".
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from anyascii import anyascii
from rapidfuzz import fuzz

SAME_START = timedelta(days=31)
# Of 100, for a word of at least so many letters: a slip of the pen, but not "Hill" and "Mill".
NEAR, LONG_ENOUGH = 85, 5
_FORMS = {
    "asbl", "bv", "bvba", "co", "cv", "cvba", "gmbh", "group", "inc", "ltd", "nv", "sa", "sarl",
    "sas", "scrl", "sprl", "srl", "vof", "vzw",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of a job: where, and from when (None: they did not say)."""

    employer: str
    company_pk: int | None
    start_on: date | None


def plain_name(employer: str) -> str:
    """A name in small Latin letters, without legal forms and signs: "Zénith N.V." → "zenith"."""
    latin = anyascii(employer).lower().replace(".", "").replace("&", " and ")
    words = re.findall(r"[a-z0-9]+", latin)
    return " ".join(word for word in words if word not in _FORMS) or " ".join(words)


def same_employer(one: Told, other: Told) -> bool:
    """Two partner companies are compared by their records, else by name."""
    if one.company_pk and other.company_pk:
        return one.company_pk == other.company_pk
    first, second = plain_name(one.employer), plain_name(other.employer)
    if not first or not second:
        return False
    if first.replace(" ", "") == second.replace(" ", ""):
        return True
    shorter, longer = sorted((first.split(), second.split()), key=len)
    # "zenith" is "zenith belgium", too.
    return all(_near(*pair) for pair in zip(shorter, longer, strict=False))


def _near(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= LONG_ENOUGH and fuzz.ratio(one, other) >= NEAR


def told_twice(one: Told, other: Told) -> bool:
    """The same employer, and first days at most 31 days apart where both are known."""
    if not same_employer(one, other):
        return False
    if one.start_on is None or other.start_on is None:
        return True
    return abs(one.start_on - other.start_on) <= SAME_START
