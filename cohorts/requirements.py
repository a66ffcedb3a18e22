"""What a track asks before somebody graduates, checked one by one for its learners.

Each kind is counted by a function that is registered here; a later one takes the place of an
earlier one, so that the app that knows best counts. What a coach checks, or waives with a reason,
is a `RequirementCheck`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.enums import AssessedBy, AssessmentMoment, RequirementKind
from cohorts.models import (
    Attestation,
    Competence,
    Enrolment,
    Evaluation,
    LaptopLoan,
    Requirement,
    RequirementCheck,
)

GOOD_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Counted:
    """Whether a learner meets a requirement by the numbers, and the numbers in words."""

    is_met: bool
    words: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One requirement of one learner."""

    requirement: Requirement
    counted: Counted
    check: RequirementCheck | None = None

    @property
    def is_waived(self) -> bool:
        return self.check is not None and self.check.is_waived

    @property
    def is_met(self) -> bool:
        """Met by the numbers, or because a coach says so."""
        said = self.check is not None and not self.check.is_waived
        return self.counted.is_met or (said and can_be_said(self.requirement))

    @property
    def is_open(self) -> bool:
        """Stands in the way of graduating."""
        return not (self.is_met or self.is_waived)


Counter = Callable[[Requirement, Sequence[Enrolment]], dict[int, Counted]]
_counters: dict[str, Counter] = {}


def counts_requirement(kind: RequirementKind) -> Callable[[Counter], Counter]:
    """Register a function `(requirement, enrolments) -> {enrolment key: Counted}`.

    It asks a constant number of queries; learners that it leaves out do not meet it.
    """

    def register(counter: Counter) -> Counter:
        _counters[kind] = counter
        return counter

    return register


def can_be_said(requirement: Requirement) -> bool:
    """Whether a coach decides about it, instead of the numbers."""
    return requirement.kind == RequirementKind.CHECKED


def standings_of(enrolments: Sequence[Enrolment]) -> dict[int, list[Standing]]:
    """Every requirement in use of these learners of one track, by the key of the enrolment."""
    if not enrolments:
        return {}
    track = enrolments[0].cohort.track_id
    requirements = list(Requirement.objects.filter(track=track, is_active=True))
    checks = {
        (check.enrolment_id, check.requirement_id): check
        for check in RequirementCheck.objects.filter(enrolment__in=enrolments).select_related(
            "checked_by"
        )
    }
    counted = {one.pk: _count(one, enrolments) for one in requirements}
    return {
        enrolment.pk: [
            Standing(
                requirement=one,
                counted=counted[one.pk].get(enrolment.pk, Counted(is_met=False)),
                check=checks.get((enrolment.pk, one.pk)),
            )
            for one in requirements
        ]
        for enrolment in enrolments
    }


def standing_of(enrolment: Enrolment) -> list[Standing]:
    """The requirements of one learner, in the order of the track."""
    return standings_of([enrolment])[enrolment.pk]


def names_of(standings: Iterable[Standing]) -> str:
    """The requirements in words, for a sentence."""
    return ", ".join(str(one.requirement) for one in standings)


def _count(requirement: Requirement, enrolments: Sequence[Enrolment]) -> dict[int, Counted]:
    counter = _counters.get(requirement.kind)
    return counter(requirement, enrolments) if counter else {}


@counts_requirement(RequirementKind.ATTENDANCE)
def _attendance(requirement: Requirement, enrolments: Sequence[Enrolment]) -> dict[int, Counted]:
    """From the monthly attestations: present or justified, as a part of what was planned."""
    planned: dict[int, int] = {}
    there: dict[int, int] = {}
    for month in Attestation.objects.filter(enrolment__in=enrolments).current():
        key = month.enrolment_id
        planned[key] = planned.get(key, 0) + month.planned
        there[key] = there.get(key, 0) + month.present + month.justified
    found = {}
    for enrolment in enrolments:
        whole = planned.get(enrolment.pk, 0)
        if not whole:
            found[enrolment.pk] = Counted(False, _("No month is locked yet."))
            continue
        percent = 100 * there[enrolment.pk] / whole
        words = _("%(percent)d%% of the hours in the months that are locked")
        found[enrolment.pk] = Counted(
            percent >= (requirement.percent or 0), words % {"percent": int(percent)}
        )
    return found


@counts_requirement(RequirementKind.COMPETENCES)
def _competences(requirement: Requirement, enrolments: Sequence[Enrolment]) -> dict[int, Counted]:
    """From what the coach wrote at the end: the part of the competences at level 3 or 4."""
    keys = [
        str(key)
        for key in Competence.objects.filter(track=requirement.track_id, is_active=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    ]
    filed = Evaluation.objects.filed().filter(
        enrolment__in=enrolments, moment=AssessmentMoment.END, by=AssessedBy.COACH
    )
    marks = {one.enrolment_id: one.marks for one in filed}
    found = {}
    for enrolment in enrolments:
        if enrolment.pk not in marks:
            found[enrolment.pk] = Counted(False, _("The coach has not written the end yet."))
            continue
        levels = marks[enrolment.pk]
        good = sum(int(levels.get(key) or 0) >= GOOD_LEVEL for key in keys)
        is_met = 100 * good >= (requirement.percent or 0) * len(keys)
        words = _("%(good)d of %(count)d competences")
        found[enrolment.pk] = Counted(is_met, words % {"good": good, "count": len(keys)})
    return found


@counts_requirement(RequirementKind.LAPTOP)
def _laptop(requirement: Requirement, enrolments: Sequence[Enrolment]) -> dict[int, Counted]:
    """Nothing that was lent is still out."""
    out = (
        LaptopLoan.objects.out()
        .filter(enrolment__in=enrolments)
        .order_by("enrolment_id")
        .values("enrolment_id")
        .annotate(number=Count("pk"))
        .values_list("enrolment_id", "number")
    )
    lent = dict(out)
    return {
        enrolment.pk: Counted(
            enrolment.pk not in lent,
            ngettext("%(count)d laptop is out", "%(count)d laptops are out", lent[enrolment.pk])
            % {"count": lent[enrolment.pk]}
            if enrolment.pk in lent
            else _("Nothing is out."),
        )
        for enrolment in enrolments
    }
