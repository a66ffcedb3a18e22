"""The figures as data: what each counts, of whom, and whom it leaves out and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from becode.reports.outcomes.facts import Scope, learners
from becode.reports.outcomes.judging import Cirr, Contract, Status, Verdict, judge
from becode.reports.outcomes.terms import DEFINITION_VERSION

Judge = Callable[[Verdict], bool]


@dataclass(frozen=True, slots=True)
class LeavesOut:
    """Whom a figure takes out of its denominator, with the reason that is published."""

    key: str
    reason: str | Promise
    applies: Judge


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure: whom it counts among whom.

    `among` says who may be in it at all; `leaves_out` takes people away from those; what remains
    is the denominator, and `counts` picks the numerator from it.
    """

    key: str
    name: str | Promise
    text: str | Promise
    among: Judge
    leaves_out: tuple[LeavesOut, ...]
    counts: Judge


@dataclass(frozen=True, slots=True)
class Exclusion:
    """People who are not in the denominator, by the keys of their enrolments, and why."""

    key: str
    reason: str | Promise
    people: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.people)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as computed. `people` are the trainings in the denominator, `counted` those in
    the numerator, by the keys of their enrolments.
    """

    definition: Definition
    as_of: date
    people: tuple[int, ...]
    counted: tuple[int, ...]
    exclusions: tuple[Exclusion, ...]

    @property
    def key(self) -> str:
        return self.definition.key

    @property
    def definition_version(self) -> str:
        return DEFINITION_VERSION

    @property
    def numerator(self) -> int:
        return len(self.counted)

    @property
    def denominator(self) -> int:
        return len(self.people)

    @property
    def percent(self) -> float | None:
        """With one decimal, halves up; None where nobody is in the denominator."""
        return percent_of(self.numerator, self.denominator)


def percent_of(part: int, whole: int) -> float | None:
    """A share in percent with one decimal, halves up, computed in whole numbers."""
    if not whole:
        return None
    return (2000 * part + whole) // (2 * whole) / 10


def _employed_after(months: int) -> Judge:
    return lambda verdict: verdict.works_on(verdict.after_months(months))


def _before_month(months: int) -> Judge:
    return lambda verdict: verdict.after_months(months) > verdict.as_of


UNRIPE: Final = LeavesOut(
    "unripe", _("180 days are not over yet"), lambda verdict: not verdict.is_ripe
)
EXCLUDED: Final = LeavesOut(
    "excluded",
    _("Cannot work, with a reason that is written down"),
    lambda verdict: verdict.is_excluded,
)

FIGURES: Final = (
    Definition(
        key="placed_180",
        name=_("Placed within 180 days"),
        text=_(
            "Graduates with an employment contract, self-employment or IBO, PFI or FPI that began "
            "at most 180 days after graduation, for at least 28 planned days and at least "
            "half-time, with a contract, payslip, employer's mail or signed statement as "
            "evidence. Divided by all graduates but those who cannot work. Whom we could not "
            "reach counts as not placed."
        ),
        among=lambda verdict: verdict.is_graduate,
        leaves_out=(UNRIPE, EXCLUDED),
        counts=lambda verdict: verdict.is_placed,
    ),
    Definition(
        key="placed_180_all",
        name=_("Placed within 180 days, of all graduates"),
        text=_("The same, divided by all graduates: nobody is left out."),
        among=lambda verdict: verdict.is_graduate,
        leaves_out=(UNRIPE,),
        counts=lambda verdict: verdict.is_placed,
    ),
    Definition(
        key="in_field",
        name=_("Placed in digital work"),
        text=_(
            "Graduates who are placed in a job of ISCO group 25 or 35, or with digital tasks that "
            "a coach and a second colleague confirmed. Divided by all graduates."
        ),
        among=lambda verdict: verdict.is_graduate,
        leaves_out=(UNRIPE,),
        counts=lambda verdict: verdict.is_in_field,
    ),
    Definition(
        key="positive_exit",
        name=_("Work, education or training"),
        text=_(
            "Graduates who are placed, or who began education or training of at least four weeks "
            "within 180 days, with the same evidence. Divided by all graduates."
        ),
        among=lambda verdict: verdict.is_graduate,
        leaves_out=(UNRIPE,),
        counts=lambda verdict: verdict.is_placed or verdict.studies,
    ),
    Definition(
        key="placed_of_started",
        name=_("Placed, of all who began"),
        text=_("Placed graduates, divided by everybody who was there on a first day."),
        among=lambda verdict: True,
        leaves_out=(UNRIPE,),
        counts=lambda verdict: verdict.is_placed,
    ),
    Definition(
        key="graduation_rate",
        name=_("Graduated, of all who began"),
        text=_("Graduates, divided by everybody who was there on a first day."),
        among=lambda verdict: True,
        leaves_out=(UNRIPE,),
        counts=lambda verdict: verdict.is_graduate,
    ),
    Definition(
        key="graduation_rate_day_10",
        name=_("Graduated, of those there after day 10"),
        text=_("Graduates, divided by everybody who was still there at the end of day ten."),
        among=lambda verdict: verdict.learner.is_enrolled,
        leaves_out=(UNRIPE,),
        counts=lambda verdict: verdict.is_graduate,
    ),
    Definition(
        key="retained_6m",
        name=_("Employed six months after graduation"),
        text=_(
            "Of the placed graduates, those with proven paid work on the day six months after "
            "graduation, by what we know of the end of each job."
        ),
        among=lambda verdict: verdict.is_ripe and verdict.is_placed,
        leaves_out=(LeavesOut("early", _("That day is still to come"), _before_month(6)),),
        counts=_employed_after(6),
    ),
    Definition(
        key="retained_12m",
        name=_("Employed twelve months after graduation"),
        text=_("The same, on the day twelve months after graduation."),
        among=lambda verdict: verdict.is_ripe and verdict.is_placed,
        leaves_out=(LeavesOut("early", _("That day is still to come"), _before_month(12)),),
        counts=_employed_after(12),
    ),
)
BY_KEY: Final = {definition.key: definition for definition in FIGURES}


@dataclass(frozen=True, slots=True)
class Bars:
    """How many of the ripe graduates, or of the placed ones, are of each kind."""

    status: dict[Status, int]
    contract: dict[Contract, int]
    days: dict[tuple[int, int], int]
    cirr: dict[Cirr, int]
    only_training_contracts: int
    weaker_evidence: int
    no_evidence: int


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of a scope on a day, with the verdict on each learner behind them."""

    scope: Scope
    as_of: date
    verdicts: tuple[Verdict, ...]
    figures: tuple[Figure, ...]

    def figure(self, key: str) -> Figure:
        return next(figure for figure in self.figures if figure.key == key)

    @property
    def ripe_graduates(self) -> list[Verdict]:
        return [one for one in self.verdicts if one.is_graduate and one.is_ripe]


DAYS_TO_JOB: Final = ((0, 30), (31, 90), (91, 180))


def report(scope: Scope, *, as_of: date) -> Report:
    """Everything about a scope; a constant number of queries."""
    return report_on(
        [judge(learner, as_of=as_of) for learner in learners(scope, as_of=as_of)],
        scope=scope,
        as_of=as_of,
    )


def report_on(verdicts: Iterable[Verdict], *, scope: Scope, as_of: date) -> Report:
    """The figures of these learners, without a query: a part of a larger report."""
    kept = tuple(verdicts)
    return Report(
        scope=scope,
        as_of=as_of,
        verdicts=kept,
        figures=tuple(compute(definition, kept, as_of=as_of) for definition in FIGURES),
    )


def compute(definition: Definition, verdicts: Sequence[Verdict], *, as_of: date) -> Figure:
    """One figure. Who falls under two reasons is left out for the first of them."""
    people: list[int] = []
    counted: list[int] = []
    left_out: dict[str, list[int]] = {one.key: [] for one in definition.leaves_out}
    for verdict in verdicts:
        if not definition.among(verdict):
            continue
        reason = next((one for one in definition.leaves_out if one.applies(verdict)), None)
        if reason is not None:
            left_out[reason.key].append(verdict.learner.key)
            continue
        people.append(verdict.learner.key)
        if definition.counts(verdict):
            counted.append(verdict.learner.key)
    return Figure(
        definition=definition,
        as_of=as_of,
        people=tuple(people),
        counted=tuple(counted),
        exclusions=tuple(
            Exclusion(one.key, one.reason, tuple(left_out[one.key]))
            for one in definition.leaves_out
        ),
    )


def bars(found: Report) -> Bars:
    """What became of the ripe graduates; every kind is there, also with nobody in it."""
    graduates = found.ripe_graduates
    placed = [one for one in graduates if one.status == Status.PLACED]
    status = Counter(one.status for one in graduates)
    contract = Counter(one.contract for one in placed)
    cirr = Counter(one.cirr for one in graduates)
    waits = [one.days_to_job or 0 for one in placed]
    return Bars(
        status={kind: status[kind] for kind in Status},
        contract={kind: contract[kind] for kind in Contract},
        days={
            (first, last): sum(first <= wait <= last for wait in waits)
            for first, last in DAYS_TO_JOB
        },
        cirr={code: cirr[code] for code in Cirr},
        only_training_contracts=sum(one.only_training_contracts for one in placed),
        weaker_evidence=sum(one.has_weaker_evidence for one in graduates),
        no_evidence=sum(one.has_no_evidence for one in graduates),
    )
