"""How a learner and a position compare: the rules, counted and in words.

`fits_entirely`, `count` and `spell` are the same rules: the first is asked for each of 150,000
pairs, the others for those near a page. A test holds them together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.models import Enrolment
from placements.enums import Province, Telework
from placements.fitting.facts import LearnerFacts, PositionFacts
from placements.forms import team_languages
from placements.models import Position

# A start within three weeks of the cohort's own is a matter of a talk.
NEAR = timedelta(days=21)
# From four days a week at home, the distance is no matter.
MOSTLY_HOME = 4
A_LOT_AT_HOME = 3
LITTLE_AT_HOME = 1
# Behind every rank: not on the list of wishes.
NO_RANK = 1_000


@dataclass(frozen=True, slots=True)
class Fit:
    """One thing that fits, or does not."""

    text: str
    is_good: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A learner beside a position. `obstacle` says why it cannot be proposed; empty: it can."""

    enrolment: Enrolment
    position: Position
    fits: tuple[Fit, ...]
    obstacle: str = ""
    rank: int | None = None
    avoids: str = ""
    places_left: int = 1
    waiting: int = 0

    @property
    def good(self) -> list[Fit]:
        return [fit for fit in self.fits if fit.is_good]

    @property
    def bad(self) -> list[Fit]:
        return [fit for fit in self.fits if not fit.is_good]

    @property
    def key(self) -> str:
        """How a form names this pair."""
        return f"{self.enrolment.pk}-{self.position.pk}"


Order = tuple[bool, int, int]


def order(learner: LearnerFacts, position: PositionFacts) -> Order:
    """The published rule: what can be proposed, the fewest things that do not fit, the rank."""
    return (
        is_blocked(learner, position),
        count(learner, position),
        learner.ranks.get(position.key, NO_RANK),
    )


def is_blocked(learner: LearnerFacts, position: PositionFacts) -> bool:
    """Whether something stands in the way of proposing."""
    return (
        not learner.has_consent
        or learner.has_place
        or position.key in learner.proposed
        or position.key in learner.refused
    )


def obstacle(learner: LearnerFacts, position: PositionFacts) -> str:
    """What stands in the way, in words; empty: nothing."""
    if not learner.has_consent:
        return _("Does not agree that companies see a profile.")
    if learner.has_place:
        return _("Has a place already.")
    if position.key in learner.proposed:
        return _("Was proposed here already.")
    if position.key in learner.refused:
        why = learner.refused[position.key]
        return _("Does not want this: %(why)s") % {"why": why} if why else _("Does not want this.")
    return ""


def count(learner: LearnerFacts, position: PositionFacts) -> int:
    """How many things do not fit."""
    return (
        (position.track_key is not None and position.track_key != learner.track_key)
        + (bool(position.languages) and position.languages.isdisjoint(learner.speaks))
        + (not position.skills <= learner.skills)
        + (not _can_travel(learner, position))
        + (_telework_fits(learner, position) is False)
        + (_period_fits(learner, position) is False)
        + (position.company_key in learner.said_no)
        + (not learner.has_profile)
    )


def fits_entirely(learner: LearnerFacts, position: PositionFacts) -> bool:
    """Whether `count` is 0; it stops at the first thing that does not fit."""
    return (
        learner.has_profile
        and (position.track_key is None or position.track_key == learner.track_key)
        and (not position.languages or not position.languages.isdisjoint(learner.speaks))
        and position.skills <= learner.skills
        and _can_travel(learner, position)
        and _telework_fits(learner, position) is not False
        and _period_fits(learner, position) is not False
        and position.company_key not in learner.said_no
    )


def _can_travel(learner: LearnerFacts, position: PositionFacts) -> bool:
    if not learner.provinces or position.province is None:
        return learner.campus_key == position.campus_key
    return position.province in learner.provinces or position.telework_days >= MOSTLY_HOME


def _telework_fits(learner: LearnerFacts, position: PositionFacts) -> bool | None:
    """None: the learner did not say what they like."""
    if learner.telework == Telework.NONE:
        return position.telework_days < A_LOT_AT_HOME
    if learner.telework == Telework.MOSTLY:
        return position.telework_days > LITTLE_AT_HOME
    return None


def _period_fits(learner: LearnerFacts, position: PositionFacts) -> bool | None:
    """None: one of the two says nothing about it."""
    if learner.start_on is None or (position.start_on is None and position.end_on is None):
        return None
    if position.start_on is not None and abs(position.start_on - learner.start_on) > NEAR:
        return False
    return not (
        position.end_on is not None
        and learner.end_on is not None
        and position.end_on < learner.end_on
    )


def spell(learner: LearnerFacts, position: PositionFacts) -> tuple[Fit, ...]:
    """Every rule that says something about this pair, in words."""
    return tuple(_spelled(learner, position))


def _spelled(learner: LearnerFacts, position: PositionFacts) -> Iterable[Fit]:
    if position.track_key is None:
        yield Fit(_("Every training is fine"), True)
    else:
        yield Fit(
            _("Training: %(track)s") % {"track": learner.enrolment.cohort.track.name},
            learner.track_key == position.track_key,
        )
    yield _language(learner, position)
    yield from _skills(learner, position)
    yield _travel(learner, position)
    yield from _telework(learner, position)
    yield from _period(learner, position)
    rank = learner.ranks.get(position.key)
    if rank is not None:
        yield Fit(_("Wish number %(rank)d of the learner") % {"rank": rank}, True)
    if position.company_key in learner.said_no:
        yield Fit(_("The company said no to this learner before"), False)
    if not learner.has_profile:
        yield Fit(_("No profile written yet"), False)


def _language(learner: LearnerFacts, position: PositionFacts) -> Fit:
    wanted = position.position.languages
    for known, words, is_good in (
        (learner.speaks, _("Speaks %(language)s"), True),
        (learner.speaks_little, _("Speaks a little %(language)s"), False),
    ):
        shared = [code for code in wanted if code in known]
        if shared:
            return Fit(words % {"language": team_languages(shared)}, is_good)
    if not wanted:
        return Fit(_("The language of the team is not known"), True)
    words = _("Does not speak the language of the team: %(language)s")
    return Fit(words % {"language": team_languages(wanted)}, False)


def _skills(learner: LearnerFacts, position: PositionFacts) -> Iterable[Fit]:
    if not position.skills:
        return
    asked = [skill for skill in position.position.skills if skill.strip()]
    has = [skill for skill in asked if skill.strip().casefold() in learner.skills]
    lacks = [skill for skill in asked if skill.strip().casefold() not in learner.skills]
    if has:
        yield Fit(_("Knows: %(skills)s") % {"skills": ", ".join(has)}, True)
    if lacks:
        yield Fit(_("Still to learn: %(skills)s") % {"skills": ", ".join(lacks)}, False)


def _travel(learner: LearnerFacts, position: PositionFacts) -> Fit:
    is_good = _can_travel(learner, position)
    if not learner.provinces or position.province is None:
        campus = position.position.campus
        return Fit(_("Campus: %(campus)s") % {"campus": str(campus)}, is_good)
    province = {"province": Province(position.province).label}
    if position.province in learner.provinces:
        return Fit(_("Can travel to %(province)s") % province, True)
    if is_good:
        return Fit(_("Does not travel to %(province)s, but works at home") % province, True)
    return Fit(_("Does not travel to %(province)s") % province, False)


def _telework(learner: LearnerFacts, position: PositionFacts) -> Iterable[Fit]:
    is_good = _telework_fits(learner, position)
    if is_good is None:
        return
    days = ngettext(
        "%(count)d day a week at home", "%(count)d days a week at home", position.telework_days
    ) % {"count": position.telework_days}
    if is_good:
        yield Fit(days, True)
    elif learner.telework == Telework.NONE:
        yield Fit(_("%(days)s; prefers to be at the company") % {"days": days}, False)
    else:
        yield Fit(_("%(days)s; prefers to work at home") % {"days": days}, False)


def _period(learner: LearnerFacts, position: PositionFacts) -> Iterable[Fit]:
    is_good = _period_fits(learner, position)
    if is_good is None:
        return
    start_on, begins = learner.start_on, position.start_on
    assert start_on is not None
    if is_good:
        yield Fit(_("The period fits"), True)
    elif begins is not None and abs(begins - start_on) > NEAR:
        weeks = abs(begins - start_on).days // 7
        words = (
            ngettext("Begins %(count)d week too late", "Begins %(count)d weeks too late", weeks)
            if begins > start_on
            else ngettext(
                "Begins %(count)d week too early", "Begins %(count)d weeks too early", weeks
            )
        )
        yield Fit(words % {"count": weeks}, False)
    else:
        yield Fit(_("Ends before the internship is over"), False)


def match(learner: LearnerFacts, position: PositionFacts) -> Match:
    """The pair with every word about it."""
    return Match(
        enrolment=learner.enrolment,
        position=position.position,
        fits=spell(learner, position),
        obstacle=obstacle(learner, position),
        rank=learner.ranks.get(position.key),
        avoids=learner.avoids,
        places_left=position.places_left,
        waiting=position.waiting,
    )


def best_first(learner: LearnerFacts, positions: Sequence[PositionFacts]) -> list[PositionFacts]:
    """By the published rule; alike ones as they came."""
    return sorted(positions, key=lambda position: order(learner, position))
