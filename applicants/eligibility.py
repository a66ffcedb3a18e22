"""Whether an application meets its track's rules, as far as we know. docs/domain.md, "Eligibility".

A colleague's check counts before what we can tell ourselves (age, language). Nothing here decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applicants.enums import ApplicationState, CheckOutcome, ProgressState, RuleKind
from applicants.models import (
    Application,
    CampusChoice,
    EligibilityCheck,
    EligibilityRule,
    SelectionStep,
    StepProgress,
)
from applicants.own_seat import seats_of
from applicants.querysets import ApplicationQuerySet
from becode.campuses.models import Campus
from becode.core import clock
from becode.people.enums import LessonLevel
from becode.people.models import Person
from cohorts.calendar import nominal_end
from cohorts.enums import RUNNING
from cohorts.models import Cohort

_LEVELS = {LessonLevel.NO: 0, LessonLevel.A_LITTLE: 1, LessonLevel.YES: 2}
FINE = (CheckOutcome.MET, CheckOutcome.WAIVED)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule for one application. `warning` says why a check that was good is not any more.

    `is_computed`: nobody checked; the outcome follows from what the person told us.
    """

    rule: EligibilityRule
    check: EligibilityCheck | None
    outcome: CheckOutcome
    is_computed: bool = False
    warning: str | Promise = ""

    @property
    def is_met(self) -> bool:
        return self.outcome in FINE and not self.warning


def lines_for(application: Application, *, on: date) -> list[RuleLine]:
    """Each rule in use of the application's track, in their order, as it stands on this day."""
    return lines_for_all([application], on=on)[application.pk]


def missing_for(application: Application, *, on: date | None = None) -> list[str]:
    """The words of the rules that are not met, or not known to be; today by default."""
    day = on or clock.today()
    return [str(line.rule) for line in lines_for(application, on=day) if not line.is_met]


def lines_for_all(
    applications: Iterable[Application], *, on: date, ends_on: date | None = None
) -> dict[int, list[RuleLine]]:
    """The lines of several applications by their keys, in a constant number of queries.

    `ends_on` is the last training day of the course in question, where one is known.
    """
    known = list(applications)
    rules: dict[int, dict[int, EligibilityRule]] = {}
    checks: dict[tuple[int, int], EligibilityCheck] = {}
    for rule in EligibilityRule.objects.in_use_with_checks(known):
        rules.setdefault(rule.track_id, {}).setdefault(rule.pk, rule)
        if rule.check_of is not None:
            checks[rule.check_of.application_id, rule.pk] = rule.check_of
    lines: dict[int, list[RuleLine]] = {application.pk: [] for application in known}
    asked = [application for application in known if application.track_id in rules]
    if not asked:
        return lines
    prefetch_related_objects(asked, "person", "track")
    facts = _Facts.about(asked, checks, on=on, ends_on=ends_on)
    for application in asked:
        lines[application.pk] = [
            _line(application, rule, facts, on=on) for rule in rules[application.track_id].values()
        ]
    return lines


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the rules look at, by the keys of applications; `levels` by those of people."""

    checks: dict[tuple[int, int], EligibilityCheck]
    campuses: dict[int, list[Campus]]
    levels: dict[int, dict[str, int]]
    ends_on: dict[int, date]

    @classmethod
    def about(
        cls,
        applications: Sequence[Application],
        checks: dict[tuple[int, int], EligibilityCheck],
        *,
        on: date,
        ends_on: date | None,
    ) -> "_Facts":
        campuses: dict[int, list[Campus]] = {}
        chosen = CampusChoice.objects.select_related("campus").order_by("rank")
        # A page that shows these has read them already.
        prefetch_related_objects(
            applications, Prefetch("choices", chosen), "person__language_skills"
        )
        levels: dict[int, dict[str, int]] = {}
        for application in applications:
            campuses[application.pk] = [choice.campus for choice in application.choices.all()]
            levels[application.person_id] = {
                skill.language: _LEVELS[LessonLevel(skill.lesson_level)]
                for skill in application.person.language_skills.all()
            }
        limited = {
            check.application_id
            for check in checks.values()
            if check.valid_until and check.rule.kind == RuleKind.RIGHT_TO_WORK
        }
        in_question = [one for one in applications if one.pk in limited]
        if ends_on is None:
            ends = _course_ends(in_question, campuses, on=on)
        else:
            ends = {one.pk: ends_on for one in in_question}
        return cls(checks, campuses, levels, ends)


def _line(application: Application, rule: EligibilityRule, facts: _Facts, *, on: date) -> RuleLine:
    check = facts.checks.get((application.pk, rule.pk))
    if check is not None and check.outcome != CheckOutcome.UNKNOWN:
        warning = _warning(check, rule, on=on, ends_on=facts.ends_on.get(application.pk, on))
        return RuleLine(rule, check, CheckOutcome(check.outcome), warning=warning)
    computed = _computed(application, rule, facts, on=on)
    return RuleLine(rule, check, computed, is_computed=computed != CheckOutcome.UNKNOWN)


def _warning(
    check: EligibilityCheck, rule: EligibilityRule, *, on: date, ends_on: date
) -> str | Promise:
    """Why a proof does not reach: it is over, or ends before the course does."""
    if check.outcome != CheckOutcome.MET or check.valid_until is None:
        return ""
    if check.valid_until < on:
        return _("Not valid any more")
    if rule.kind == RuleKind.RIGHT_TO_WORK and check.valid_until < ends_on:
        return _("Ends before the course ends")
    return ""


def _computed(
    application: Application, rule: EligibilityRule, facts: _Facts, *, on: date
) -> CheckOutcome:
    """What follows from the birth and the languages; the rest needs somebody to look."""
    if rule.kind == RuleKind.MINIMUM_AGE and rule.parameter.isdecimal():
        return old_enough(application.person, int(rule.parameter), on=on)
    if rule.kind == RuleKind.LANGUAGE_LEVEL and rule.parameter in _LEVELS:
        return _follows_lessons(
            facts.campuses.get(application.pk, []),
            facts.levels.get(application.person_id, {}),
            least=_LEVELS[LessonLevel(rule.parameter)],
        )
    return CheckOutcome.UNKNOWN


def old_enough(person: Person, age: int, *, on: date) -> CheckOutcome:
    """Whether somebody has this age on a day; a year alone may leave it open."""
    if person.born_on:
        birthday = (person.born_on.month, person.born_on.day) <= (on.month, on.day)
        years = on.year - person.born_on.year - (not birthday)
        return CheckOutcome.MET if years >= age else CheckOutcome.NOT_MET
    if person.birth_year is None or on.year - person.birth_year == age:
        return CheckOutcome.UNKNOWN
    return CheckOutcome.MET if on.year - person.birth_year > age else CheckOutcome.NOT_MET


def _follows_lessons(
    campuses: Iterable[Campus], levels: Mapping[str, int], *, least: int
) -> CheckOutcome:
    """At least this level in one of the languages of one of the chosen campuses."""
    languages = {code for campus in campuses for code in campus.languages}
    if any(levels.get(code, -1) >= least for code in languages):
        return CheckOutcome.MET
    return CheckOutcome.NOT_MET if languages and languages <= set(levels) else CheckOutcome.UNKNOWN


def _course_ends(
    applications: Sequence[Application], campuses: Mapping[int, Sequence[Campus]], *, on: date
) -> dict[int, date]:
    """By application: the last training day of the course that the person would follow.

    That of their own cohort, else of the next one at a campus they chose, else a course of the
    track's length from this day.
    """
    if not applications:
        return {}
    seated = seats_of(one for one in applications if one.state == ApplicationState.ENROLLED)
    own = {key: seat.cohort.end_on for key, seat in seated.items() if seat.state in RUNNING}
    tracks = {one.track_id for one in applications if one.pk not in own}
    coming: dict[tuple[int, int], Cohort] = {}
    for cohort in Cohort.objects.upcoming(on).filter(track__in=tracks) if tracks else ():
        coming.setdefault((cohort.track_id, cohort.campus_id), cohort)
    ends = {}
    for application in applications:
        lists = [(application.track_id, one.pk) for one in campuses.get(application.pk, [])]
        next_ones = [coming[one] for one in lists if one in coming]
        first = min(next_ones, key=lambda cohort: (cohort.start_on, cohort.pk), default=None)
        ends[application.pk] = own.get(application.pk) or (
            first.end_on if first else nominal_end(application.track, on)
        )
    return ends


def ready_to_decide(applications: ApplicationQuerySet, *, on: date, most: int) -> list[Application]:
    """Applications in selection whose steps are all done and whose rules are all met.

    `applications` is a scope; at most the `most` that wait longest are looked at.
    """
    done = StepProgress.objects.filter(state__in=(ProgressState.PASSED, ProgressState.SKIPPED))
    mine = done.filter(application=OuterRef(OuterRef("pk")), step=OuterRef("pk"))
    left = SelectionStep.objects.filter(track=OuterRef("track"), is_active=True)
    candidates = list(
        applications.filter(state=ApplicationState.IN_SELECTION)
        .filter(Exists(done.filter(application=OuterRef("pk"))))
        .exclude(Exists(left.exclude(Exists(mine))))
        .for_lists()
        .order_by("submitted_at", "pk")[:most]
    )
    lines = lines_for_all(candidates, on=on)
    return [one for one in candidates if all(line.is_met for line in lines[one.pk])]
