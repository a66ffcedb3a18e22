"""Companies that may stand in our lists twice. docs/domain.md, "Companies, once".

Two company numbers that differ are two companies, and so are two of which a colleague said it.
Else: nearly the same name and the same
postcode (or one postcode unknown), or the same website.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from becode.accounts.models import User
from placements.employers import Told, same_employer
from placements.models import Company, NotOneCompany

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Twins:
    """Two records, the older one first, and why they may be one company."""

    older: Company
    newer: Company
    reasons: tuple[str, ...]


def twins_seen_by(user: User, *, company: Company | None = None) -> list[Twins]:
    """The pairs among the companies that a colleague sees, those of one company alone on demand;
    the newest record first. Not those of which somebody said that they are two. Two queries.
    """
    seen = list(Company.objects.visible_to(user).filter(merged_into__isnull=True).order_by("pk"))
    pairs = (
        ((company, other) for other in seen if other != company)
        if company is not None
        else _near_each_other(seen)
    )
    are_two = NotOneCompany.objects.keys()
    found = [
        pair
        for one, other in pairs
        if (pair := pair_of(one, other)).reasons and _key(one, other) not in are_two
    ]
    return sorted(found, key=lambda pair: (-pair.newer.pk, -pair.older.pk))


def pair_of(one: Company, other: Company) -> Twins:
    """Two records as a pair, whatever speaks for it."""
    older, newer = sorted((one, other), key=lambda company: (company.created_at, company.pk))
    return Twins(older, newer, tuple(_reasons(one, other)))


def _reasons(one: Company, other: Company) -> Iterator[str]:
    if one.number and other.number and one.number != other.number:
        return
    places = {one.postcode, other.postcode} - {""}
    if len(places) < 2 and same_employer(Told(one.name, None, None), Told(other.name, None, None)):
        yield _("Nearly the same name") if not places else _("Nearly the same name and place")
    host = host_of(one.website)
    if host and host == host_of(other.website):
        yield _("The same website")


def host_of(website: str) -> str:
    """The name of a website's computer, without www: what two addresses of one site share."""
    return (urlsplit(website).hostname or "").lower().removeprefix("www.")


def _near_each_other(companies: Iterable[Company]) -> Iterator[tuple[Company, Company]]:
    """Each pair that could be one once: those of one place, of one website, without a place."""
    boxes: dict[str, list[Company]] = defaultdict(list)
    nowhere: list[Company] = []
    everybody = list(companies)
    for company in everybody:
        if company.postcode:
            boxes[company.postcode].append(company)
        else:
            nowhere.append(company)
        if host := host_of(company.website):
            boxes[host].append(company)
    told: set[tuple[int, int]] = set()
    inside = (pair for box in boxes.values() for pair in combinations(box, 2))
    for one, other in [*inside, *((one, other) for one in nowhere for other in everybody)]:
        key = _key(one, other)
        if one.pk != other.pk and key not in told:
            told.add(key)
            yield one, other


def _key(one: Company, other: Company) -> tuple[int, int]:
    return min(one.pk, other.pk), max(one.pk, other.pk)
