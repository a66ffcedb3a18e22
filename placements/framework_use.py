"""What was used of framework agreements, counted from what really happened.

docs/domain.md, "Framework agreements": interns are internships that began, hires are confirmed
jobs that began, at the company, within the validity, at the agreement's campuses (none: all).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count

from placements.enums import InternshipState
from placements.models import FrameworkAgreement, FrameworkSeat, Internship, JobPlacement

BEGAN = (
    InternshipState.RUNNING,
    InternshipState.INTERRUPTED,
    InternshipState.COMPLETED,
    InternshipState.BROKEN_OFF,
)


@dataclass(frozen=True, slots=True)
class Use:
    """How much of each promise was used, and what is owed for the hires, in euro."""

    seats: int
    interns: int
    hires: int
    fee: Decimal


def use_of(agreements: Iterable[FrameworkAgreement]) -> Mapping[int, Use]:
    """The use of each, by key; four queries whatever the number."""
    found = {agreement.pk: agreement for agreement in agreements}
    campuses = _campuses(found)
    companies = {agreement.company_id for agreement in found.values()}
    interns = list(
        Internship.objects.filter(company__in=companies, state__in=BEGAN).values_list(
            "company_id", "enrolment__cohort__campus_id", "start_on"
        )
    )
    hires = list(
        JobPlacement.objects.confirmed()
        .filter(company__in=companies)
        .values_list("company_id", "enrolment__cohort__campus_id", "start_on")
    )
    seats = dict(
        FrameworkSeat.objects.filter(agreement__in=found)
        .order_by()
        .values_list("agreement")
        .annotate(number=Count("pk"))
    )
    used = {}
    for key, agreement in found.items():
        hired = _within(agreement, campuses.get(key, set()), hires)
        used[key] = Use(
            seats=seats.get(key, 0),
            interns=_within(agreement, campuses.get(key, set()), interns),
            hires=hired,
            fee=agreement.fee_per_hire * hired,
        )
    return used


def _campuses(found: Mapping[int, FrameworkAgreement]) -> dict[int, set[int]]:
    through = FrameworkAgreement.campuses.through
    keys: dict[int, set[int]] = {}
    rows = through.objects.filter(frameworkagreement__in=found)
    for agreement, campus in rows.values_list("frameworkagreement_id", "campus_id"):
        keys.setdefault(agreement, set()).add(campus)
    return keys


def _within(
    agreement: FrameworkAgreement, campuses: set[int], rows: list[tuple[int, int, date]]
) -> int:
    last_on = agreement.ended_on or agreement.end_on
    return sum(
        company == agreement.company_id
        and agreement.start_on <= day <= last_on
        and (not campuses or campus in campuses)
        for company, campus, day in rows
    )
