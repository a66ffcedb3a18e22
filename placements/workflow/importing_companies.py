"""Companies with their contacts from a sheet, row by row; the same sheet twice makes no doubles.

docs/domain.md, "Companies, once".
"""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.formats.sheets import SheetRow
from placements.company_sheet import BadRow, Known, Understood, understand
from placements.employers import plain_name
from placements.models import Company, CompanyContact
from placements.permissions import CHANGE_ROLES
from placements.workflow.companies import create_company, edit_company, invite_contact

MOST_ROWS = 1_000
# What a row may add to a company that we know: only what is not known yet.
FILLS = ("number", "sector", "address", "postcode", "municipality", "website", "language", "owner")


class Verdict(StrEnum):
    NEW = "new"
    ADDED = "added"
    KNOWN = "known"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class RowResult:
    """What a row did; `notes` say why, for people."""

    row: SheetRow
    verdict: Verdict
    notes: str


def import_companies(
    *,
    rows: Iterable[SheetRow],
    by: User,
    at: datetime,
    invites: bool = False,
    is_trial: bool = False,
) -> list[RowResult]:
    """Every good row at once, or none when the whole fails; bad rows are left out with reasons.

    `invites` gives the contacts the portal and writes to them; else they only get links. A trial
    does the same and takes everything back, messages too. Raises IllegalMove for too many rows.
    """
    given = list(rows)
    if len(given) > MOST_ROWS:
        raise IllegalMove(
            _("At most %(most)d rows at once: split the sheet.") % {"most": MOST_ROWS}
        )
    known = Known.of(
        [campus for campus in Campus.objects.order_by("pk") if by.sees_campus(campus.pk)],
        list(User.objects.active().staff().with_role(*CHANGE_ROLES).order_by("pk")),
    )
    with transaction.atomic():
        companies = _Companies(by)
        results = [
            _import(row, known=known, companies=companies, by=by, at=at, invites=invites)
            for row in given
        ]
        transaction.set_rollback(is_trial)
    return results


class _Companies:
    """The companies that there are, by number and by name and postcode; those made since too."""

    def __init__(self, by: User) -> None:
        self._by_number: dict[str, Company] = {}
        self._by_name: dict[str, dict[int, Company]] = defaultdict(dict)
        self._seen = set(Company.objects.visible_to(by).values_list("pk", flat=True))
        standing = Company.objects.filter(merged_into__isnull=True)
        for company in standing.select_related("owner").order_by("-pk"):
            self.add(company)

    def add(self, company: Company, *, is_new: bool = False) -> None:
        if company.number:
            self._by_number[company.number] = company
        self._by_name[plain_name(company.name)][company.pk] = company
        if is_new:
            self._seen.add(company.pk)

    def find(self, facts: dict[str, Any]) -> Company | None:
        """Raises IllegalMove for a company that is for other campuses alone."""
        company = self._by_number.get(facts["number"])
        if company is None:
            company = self._of_name(facts)
        if company is not None and company.pk not in self._seen:
            raise IllegalMove(_("Colleagues of another campus work with this company."))
        return copy(company)  # a row that fails changes nothing of what the next rows find

    def _of_name(self, facts: dict[str, Any]) -> Company | None:
        """Of this name and postcode; where a postcode is not known, the only one of this name."""

        def agrees(company: Company, name: str) -> bool:
            known, said = getattr(company, name), facts[name]
            return not known or not said or known == said

        found = [
            company
            for company in self._by_name[plain_name(facts["name"])].values()
            if agrees(company, "number") and agrees(company, "postcode")
        ]
        exact = [company for company in found if company.postcode == facts["postcode"]]
        if exact:
            return exact[0]
        return found[0] if len(found) == 1 else None


def _import(
    row: SheetRow, *, known: Known, companies: _Companies, by: User, at: datetime, invites: bool
) -> RowResult:
    try:
        with transaction.atomic():
            return _run(row, known=known, companies=companies, by=by, at=at, invites=invites)
    except BadRow as error:
        return RowResult(row, Verdict.BAD, str(error))
    except IllegalMove as error:
        return RowResult(row, Verdict.BAD, str(error.sentence))
    except ValidationError as error:
        return RowResult(row, Verdict.BAD, " ".join(error.messages))


def _run(
    row: SheetRow, *, known: Known, companies: _Companies, by: User, at: datetime, invites: bool
) -> RowResult:
    actor = Actor.user(by)
    said = understand(row, known)
    company = companies.find(said.company)
    notes: list[str] = []
    is_new = company is None
    if company is None:
        campuses = said.campuses or _own_campuses(by)
        company = create_company(**said.company, campuses=campuses, actor=actor, at=at)
        notes.append(_("A new company."))
    elif _fill(company, said, actor=actor, at=at):
        notes.append(_("What we did not know is filled in."))
    if said.contact is not None and _add_contact(
        company, said.contact, actor=actor, at=at, invites=invites
    ):
        notes.append(_("A new contact: %(name)s.") % {"name": said.contact["name"]})
    companies.add(company, is_new=is_new)  # last: a row that fails leaves nothing behind
    if is_new:
        return RowResult(row, Verdict.NEW, " ".join(notes))
    if notes:
        return RowResult(row, Verdict.ADDED, " ".join(notes))
    return RowResult(row, Verdict.KNOWN, _("Nothing new in this row."))


def _own_campuses(by: User) -> list[Campus]:
    """For a company without a campus: those of the colleague, none (all) where they see all."""
    keys = by.campus_keys()
    return [] if keys is None else list(Campus.objects.filter(pk__in=keys).order_by("pk"))


def _fill(company: Company, said: Understood, *, actor: Actor, at: datetime) -> bool:
    """What is not known of the company comes from the row; what is known stays."""
    changes = {
        name: said.company[name]
        for name in FILLS
        if said.company[name] and not getattr(company, name)
    }
    if changes:
        edit_company(company=company, changes=changes, actor=actor, at=at)
    return bool(changes)


def _add_contact(
    company: Company, facts: dict[str, Any], *, actor: Actor, at: datetime, invites: bool
) -> bool:
    """False where this company has the contact already, also one whose access has ended."""
    if CompanyContact.objects.filter(company=company, user__email=facts["email"]).exists():
        return False
    invite_contact(company=company, has_portal=invites, actor=actor, at=at, **facts)
    return True
