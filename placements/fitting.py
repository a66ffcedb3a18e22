"""What fits and what does not between a learner and a position, in words.

Nothing is decided here: the words help a colleague choose. Only a missing consent, a place
elsewhere or an earlier proposal stand in the way.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.people.enums import LessonLevel
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from cohorts.querysets import EnrolmentQuerySet
from placements.forms import team_languages
from placements.models import Position, Proposal
from placements.querysets import consented

MOST_CANDIDATES = 300


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

    @property
    def score(self) -> int:
        """How many things do not fit; obstacles go last."""
        return sum(not fit.is_good for fit in self.fits) + (10 if self.obstacle else 0)


def learners_for(position: Position, *, user: User) -> list[Match]:
    """The learners this colleague may propose for a position, the best fit first."""
    learners = _candidates(user).annotate(
        proposed_here=Exists(
            Proposal.objects.live().filter(position=position, enrolment=OuterRef("pk"))
        )
    )
    return _sorted(
        _match(learner, position, is_proposed=learner.proposed_here) for learner in learners
    )


def positions_for(enrolment_key: int, *, user: User) -> list[Match]:
    """The open positions for one learner, the best fit first; empty for a learner out of scope."""
    learner = _candidates(user).filter(pk=enrolment_key).first()
    if learner is None:
        return []
    positions = (
        Position.objects.visible_to(user)
        .with_room()
        .select_related("company", "campus", "track")
        .annotate(
            proposed_here=Exists(
                Proposal.objects.live().filter(position=OuterRef("pk"), enrolment=learner)
            )
        )
        .order_by("-posted_at", "-pk")[:MOST_CANDIDATES]
    )
    return _sorted(
        _match(learner, position, is_proposed=position.proposed_here) for position in positions
    )


def _candidates(user: User) -> EnrolmentQuerySet:
    return (
        Enrolment.objects.visible_to(user)
        .filter(state__in=[EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP])
        .select_related("person", "cohort__track", "cohort__campus")
        .prefetch_related("person__language_skills")
        .annotate(
            has_consent=consented("person_id"),
            has_place=Exists(Proposal.objects.holding_a_place().filter(enrolment=OuterRef("pk"))),
        )
        .order_by("person__sort_name", "pk")
    )


def _match(learner: Enrolment, position: Position, *, is_proposed: bool) -> Match:
    return Match(
        enrolment=learner,
        position=position,
        fits=tuple(_fits(learner, position)),
        obstacle=_obstacle(learner, is_proposed=is_proposed),
    )


def _obstacle(learner: Enrolment, *, is_proposed: bool) -> str:
    if not learner.has_consent:  # type: ignore[attr-defined]
        return _("Does not agree that companies see a profile.")
    if learner.has_place:  # type: ignore[attr-defined]
        return _("Has a place already.")
    if is_proposed:
        return _("Was proposed here already.")
    return ""


def _fits(learner: Enrolment, position: Position) -> Iterable[Fit]:
    if position.track_id is None:
        yield Fit(_("Every training is fine"), True)
    else:
        yield Fit(
            _("Training: %(track)s") % {"track": learner.cohort.track.name},
            learner.cohort.track_id == position.track_id,
        )
    yield _language_fit(learner, position)
    yield Fit(
        _("Campus: %(campus)s") % {"campus": str(learner.cohort.campus)},
        learner.cohort.campus_id == position.campus_id,
    )
    if not learner.profile:
        yield Fit(_("No profile written yet"), False)


def _language_fit(learner: Enrolment, position: Position) -> Fit:
    levels = {skill.language: skill.lesson_level for skill in learner.person.language_skills.all()}
    wanted = position.languages
    for level, words in (
        (LessonLevel.YES, _("Speaks %(language)s")),
        (LessonLevel.A_LITTLE, _("Speaks a little %(language)s")),
    ):
        known = [code for code in wanted if levels.get(code) == level]
        if known:
            names = team_languages(known)
            return Fit(words % {"language": names}, level == LessonLevel.YES)
    if not wanted:
        return Fit(_("The language of the team is not known"), True)
    names = team_languages(wanted)
    return Fit(_("Does not speak the language of the team: %(language)s") % {"language": names},
               False)  # fmt: skip


def _sorted(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: match.score)[:MOST_CANDIDATES]
