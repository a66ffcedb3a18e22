"""The internship, or the company that said yes."""

from datetime import datetime, timedelta

from becode.core import clock
from becode.people.models import Person
from becode.portal.cards import Card, card
from placements.enums import EvaluatedBy
from placements.evaluating import is_asked
from placements.models import Internship, InternshipEvaluation, Proposal
from placements.readiness import is_to_start, missing

ASKED_BEFORE = timedelta(days=7)


@card
def _internship(person: Person, at: datetime) -> list[Card]:
    internship = (
        Internship.objects.current()
        .filter(enrolment__person=person)
        .select_related("company", "position")
        .first()
    )
    if internship is not None:
        context = {
            "internship": internship,
            "missing": missing(internship) if is_to_start(internship) else [],
            "evaluation": _to_fill_in(internship, at),
        }
        return [Card(20, "placements/my/card_internship.html", context)]
    accepted = (
        Proposal.objects.to_plan()
        .filter(enrolment__person=person)
        .select_related("position__company")
        .first()
    )
    if accepted is not None:
        return [Card(20, "placements/my/card_accepted.html", {"proposal": accepted})]
    return []


def _to_fill_in(internship: Internship, at: datetime) -> InternshipEvaluation | None:
    """One's own evaluation that is due within a week, or late; the oldest."""
    if not is_asked(internship):
        return None
    return (
        internship.evaluations.filter(
            by=EvaluatedBy.LEARNER,
            filed_at__isnull=True,
            due_on__lte=clock.local_day(at) + ASKED_BEFORE,
        )
        .order_by("due_on", "pk")
        .first()
    )
