"""A frozen report: its plain values, their hash, and what changed since it was made."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import translation

from becode.reports.models import OutcomeSnapshot
from becode.reports.outcomes.facts import Scope
from becode.reports.outcomes.figures import Figure, Report, report
from becode.reports.outcomes.judging import Verdict
from becode.reports.outcomes.terms import DEFINITION_VERSION

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure then and now, as (numerator, denominator)."""

    key: str
    name: str
    then: tuple[int, int]
    now: tuple[int, int]

    @property
    def is_same(self) -> bool:
        return self.then == self.now


@dataclass(frozen=True, slots=True)
class LearnerChange:
    """What was known of one learner then and is now; one of both is empty for who came or went.

    `key` is that of the enrolment; the facts are only those that differ.
    """

    key: int
    then: Plain
    now: Plain


@dataclass(frozen=True, slots=True)
class Comparison:
    """A frozen report beside the same report computed again, of the same day and people."""

    figures: tuple[FigureChange, ...]
    learners: tuple[LearnerChange, ...]
    same_definitions: bool

    @property
    def is_same(self) -> bool:
        return (
            self.same_definitions
            and not self.learners
            and all(figure.is_same for figure in self.figures)
        )


def plain_scope(scope: Scope) -> Plain:
    """A scope as JSON holds it."""
    return json.loads(_canonical(asdict(scope)))  # type: ignore[no-any-return]


def scope_from(values: Mapping[str, Any]) -> Scope:
    """The scope that `plain_scope` wrote."""
    days = {
        name: date.fromisoformat(values[name]) if values[name] else None
        for name in ("start_on", "end_on")
    }
    campuses = values["campuses"]
    return Scope(
        campus=values["campus"],
        track=values["track"],
        cohort=values["cohort"],
        campuses=tuple(campuses) if campuses is not None else None,
        **days,
    )


def frozen_values(found: Report) -> Plain:
    """Everything of a report that is kept, as JSON holds it; its words in English."""
    with translation.override("en"):
        values = {
            "as_of": found.as_of,
            "definition_version": DEFINITION_VERSION,
            "scope": asdict(found.scope),
            "figures": [_figure(figure) for figure in found.figures],
            "people": {str(one.learner.key): _known(one) for one in found.verdicts},
        }
    return json.loads(_canonical(values))  # type: ignore[no-any-return]


def hash_of(values: Plain) -> str:
    """SHA-256 of the values, written in one way only, in hexadecimal."""
    return hashlib.sha256(_canonical(values).encode()).hexdigest()


def is_untouched(snapshot: OutcomeSnapshot) -> bool:
    """Whether a frozen report still has the hash it was made with."""
    values = {
        "as_of": snapshot.as_of.isoformat(),
        "definition_version": snapshot.definition_version,
        "scope": snapshot.scope,
        "figures": snapshot.figures,
        "people": snapshot.people,
    }
    return hash_of(values) == snapshot.sha256


def compare(snapshot: OutcomeSnapshot) -> Comparison:
    """The frozen report beside what the same scope and day give now."""
    now = frozen_values(report(scope_from(snapshot.scope), as_of=snapshot.as_of))
    after = {figure["key"]: figure for figure in now["figures"]}
    figures = tuple(
        FigureChange(
            key=then["key"],
            name=then["name"],
            then=(then["numerator"], then["denominator"]),
            now=(after[then["key"]]["numerator"], after[then["key"]]["denominator"]),
        )
        for then in snapshot.figures
        if then["key"] in after
    )
    return Comparison(
        figures=figures,
        learners=tuple(_changes(snapshot.people, now["people"])),
        same_definitions=snapshot.definition_version == DEFINITION_VERSION,
    )


def _changes(then: Mapping[str, Plain], now: Mapping[str, Plain]) -> list[LearnerChange]:
    changed = []
    for key in sorted({*then, *now}, key=int):
        old, new = then.get(key, {}), now.get(key, {})
        if old != new:
            fields = [name for name in (old or new) if old.get(name) != new.get(name)]
            changed.append(
                LearnerChange(
                    key=int(key),
                    then={name: old[name] for name in fields if name in old},
                    now={name: new[name] for name in fields if name in new},
                )
            )
    return changed


def _figure(figure: Figure) -> Plain:
    return {
        "key": figure.key,
        "name": str(figure.definition.name),
        "text": str(figure.definition.text),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "percent": figure.percent,
        "counted": figure.counted,
        "people": figure.people,
        "exclusions": [
            {"key": one.key, "reason": str(one.reason), "people": one.people}
            for one in figure.exclusions
        ],
    }


def _known(verdict: Verdict) -> Plain:
    """What the figures rest on; no names, for those change and are forgotten."""
    learner = verdict.learner
    return {
        "cohort": learner.cohort_key,
        "started_on": learner.started_on,
        "left_on": learner.left_on,
        "graduated_on": learner.graduated_on,
        "matures_on": verdict.matures_on,
        "exclusion": learner.exclusion,
        "status": verdict.status if verdict.is_graduate else "",
        "cirr": verdict.cirr if verdict.is_graduate else "",
        "jobs": [
            {
                "start_on": job.start_on,
                "last_on": job.last_on,
                "until": job.until,
                "contract": job.contract,
                "percent": job.percent,
                "in_field": job.in_field,
                "evidence": job.evidence,
            }
            for job in learner.jobs
        ],
        "studies": [asdict(study) for study in learner.studies],
    }


def _canonical(values: object) -> str:
    """JSON in one way only: sorted names, no spaces, days as they are written everywhere."""
    return json.dumps(
        values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain_day
    )


def _plain_day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)
