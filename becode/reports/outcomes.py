"""Figures about jobs that can be audited. Source: docs/domain.md, "Outcomes that can be audited".

Every figure carries its definition and version, numerator, denominator, what was left out, the
period, the day it was made, and the keys of the people behind it.

Decisions of this version:
- A job counts from its planned days, first and last day included; no agreed end is long enough.
- A job that began before graduation counts when it still ran on the day of graduation.
- Each job is judged alone: two small jobs side by side do not add up to half-time.
- Somebody who graduated twice counts once, from the first graduation.
- Other paid work under a contract counts as an employment contract; unpaid work never counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from cohorts.models import Enrolment
from placements.enums import ContractType, EvidenceLevel
from placements.models import JobPlacement

DEFINITION_VERSION = "1"
PLACED_WITHIN_DAYS = 180
LEAST_PLANNED_DAYS = 28
LEAST_PERCENT = 50
PUBLISHED = (EvidenceLevel.A, EvidenceLevel.B)
SHOWN_APART = (EvidenceLevel.C, EvidenceLevel.D)
COUNTED_CONTRACTS = (
    ContractType.PERMANENT,
    ContractType.FIXED_TERM,
    ContractType.AGENCY,
    ContractType.OTHER_PAID,
    ContractType.SELF_EMPLOYED,
    ContractType.TRAINING_CONTRACT,
)
DEFINITION = _(
    "Graduates with an employment contract, self-employment or IBO, PFI or FPI that began at most "
    "180 days after graduation, for at least 28 planned days and at least half-time, with a "
    "contract, payslip, employer's mail or signed statement as evidence. Divided by all graduates "
    "of at least 180 days ago; whom we could not reach counts as not placed."
)
FAR_AWAY = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """People who are not in the denominator, and why."""

    reason: str | Promise
    count: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One audited figure. `people` are the keys of the denominator, `placed` of the numerator.

    `training_contracts` of the numerator have an IBO, PFI or FPI alone. `weaker_evidence` and
    `no_evidence` are graduates with a job that would count but for its evidence: they are not in
    the numerator.
    """

    definition: str | Promise
    definition_version: str
    as_of: date
    start_on: date | None
    end_on: date
    people: tuple[int, ...]
    placed: tuple[int, ...]
    training_contracts: int
    weaker_evidence: int
    no_evidence: int
    exclusions: tuple[Exclusion, ...]

    @property
    def numerator(self) -> int:
        return len(self.placed)

    @property
    def denominator(self) -> int:
        return len(self.people)

    @property
    def percent(self) -> float | None:
        """With one decimal; None where nobody is in the denominator."""
        if not self.people:
            return None
        return round(100 * self.numerator / self.denominator, 1)


@dataclass(frozen=True, slots=True)
class CampusOutcome:
    """The same figure for the cohorts of one campus."""

    campus_key: int
    campus: str
    outcome: Outcome


def placed_180(*, as_of: date, user: User | None = None, start_on: date | None = None) -> Outcome:
    """Placed within 180 days, for those who graduated from `start_on` on (always, by default).

    With `user`: only the campuses this colleague sees.
    """
    return _outcome(_graduates(as_of=as_of, user=user, start_on=start_on), as_of, start_on)


def placed_180_by_campus(
    *, as_of: date, user: User | None = None, start_on: date | None = None
) -> tuple[Outcome, list[CampusOutcome]]:
    """The figure for all and for each campus by name, from the same rows: one query."""
    graduates = _graduates(as_of=as_of, user=user, start_on=start_on)
    campuses = sorted({(row.campus, row.campus_key) for row in graduates})
    return _outcome(graduates, as_of, start_on), [
        CampusOutcome(
            campus_key=key,
            campus=name,
            outcome=_outcome((row for row in graduates if row.campus_key == key), as_of, start_on),
        )
        for name, key in campuses
    ]


@dataclass(frozen=True, slots=True)
class _Graduate:
    person_key: int
    campus_key: int
    campus: str
    is_matured: bool
    is_placed: bool
    has_more_than_training: bool
    has_weaker: bool
    has_unproven: bool


def counted_jobs() -> "QuerySet[JobPlacement]":
    """The jobs of a graduate (the outer enrolment) that count, whatever their evidence.

    The planned days of a job: last − first + 1; without an agreed end there are enough.
    """
    graduated_on = OuterRef("graduated_on")
    return (
        JobPlacement.objects.filter(
            person=OuterRef("person"),
            contract_type__in=COUNTED_CONTRACTS,
            hours_percent__gte=LEAST_PERCENT,
            start_on__lte=graduated_on + Value(timedelta(days=PLACED_WITHIN_DAYS)),
        )
        .annotate(last_on=Coalesce("end_on", Value(FAR_AWAY)))
        .filter(
            last_on__gte=graduated_on,
        )
        .filter(
            Q(end_on__isnull=True)
            | Q(end_on__gte=F("start_on") + Value(timedelta(days=LEAST_PLANNED_DAYS - 1)))
        )
    )


def _graduates(*, as_of: date, user: User | None, start_on: date | None) -> list[_Graduate]:
    """One row a graduate, judged in the database: a single query."""
    graduates = Enrolment.objects.graduated().filter(graduated_on__lte=as_of)
    if user is not None:
        graduates = graduates.visible_to(user)
    if start_on is not None:
        graduates = graduates.filter(graduated_on__gte=start_on)
    earlier = Enrolment.objects.graduated().filter(
        Q(graduated_on__lt=OuterRef("graduated_on"))
        | Q(graduated_on=OuterRef("graduated_on"), pk__lt=OuterRef("pk")),
        person=OuterRef("person"),
    )
    jobs = counted_jobs()
    proven = jobs.filter(evidence_level__in=PUBLISHED)
    rows = (
        graduates.exclude(Exists(earlier))
        .annotate(
            is_placed=Exists(proven),
            has_more=Exists(proven.exclude(contract_type=ContractType.TRAINING_CONTRACT)),
            has_weaker=Exists(jobs.filter(evidence_level__in=SHOWN_APART)),
            has_unproven=Exists(jobs.filter(evidence_level=EvidenceLevel.NONE)),
        )
        .order_by("graduated_on", "pk")
        .values_list(
            "person_id",
            "cohort__campus_id",
            "cohort__campus__name",
            "graduated_on",
            "is_placed",
            "has_more",
            "has_weaker",
            "has_unproven",
        )
    )
    matured_until = as_of - timedelta(days=PLACED_WITHIN_DAYS)
    return [
        _Graduate(
            person, campus, name, bool(graduated_on and graduated_on <= matured_until), *flags
        )
        for person, campus, name, graduated_on, *flags in rows
    ]


def _outcome(graduates: Iterable[_Graduate], as_of: date, start_on: date | None) -> Outcome:
    rows = list(graduates)
    matured = [row for row in rows if row.is_matured]
    placed = [row for row in matured if row.is_placed]
    others = [row for row in matured if not row.is_placed]
    return Outcome(
        definition=DEFINITION,
        definition_version=DEFINITION_VERSION,
        as_of=as_of,
        start_on=start_on,
        end_on=as_of - timedelta(days=PLACED_WITHIN_DAYS),
        people=tuple(row.person_key for row in matured),
        placed=tuple(row.person_key for row in placed),
        training_contracts=sum(not row.has_more_than_training for row in placed),
        weaker_evidence=sum(row.has_weaker for row in others),
        no_evidence=sum(row.has_unproven and not row.has_weaker for row in others),
        exclusions=(Exclusion(_("Graduated less than 180 days ago"), len(rows) - len(matured)),),
    )
