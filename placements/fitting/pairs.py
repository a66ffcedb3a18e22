"""The learners for one position, and the positions for one learner."""

from becode.accounts.models import User
from cohorts.models import Enrolment
from placements.fitting.facts import candidates, facts_of_learners, facts_of_positions, offered
from placements.fitting.rules import Match, best_first, match, order
from placements.models import Position

MOST_CANDIDATES = 300


def learners_for(position: Position, *, user: User) -> list[Match]:
    """The learners this colleague may propose for a position, by the published rule."""
    (place,) = facts_of_positions([position])
    learners = facts_of_learners(candidates(Enrolment.objects.visible_to(user)))
    learners.sort(key=lambda learner: order(learner, place))
    return [match(learner, place) for learner in learners[:MOST_CANDIDATES]]


def positions_for(enrolment_key: int, *, user: User) -> list[Match]:
    """The open positions for one learner, by the published rule; empty for one out of scope."""
    found = candidates(Enrolment.objects.visible_to(user).filter(pk=enrolment_key))
    learners = facts_of_learners(found)
    if not learners:
        return []
    places = facts_of_positions(offered(Position.objects.visible_to(user))[:MOST_CANDIDATES])
    return [match(learners[0], place) for place in best_first(learners[0], places)]
