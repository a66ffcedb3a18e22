"""A learner who leaves the training leaves the company too. docs/domain.md, "Internships"."""

from datetime import date, datetime

from becode.core.actors import Actor
from cohorts.models import Enrolment
from cohorts.seat_endings import follows_leaving
from placements.enums import EarlyEnd, InternshipState
from placements.models import Internship
from placements.workflow import during, internships


@follows_leaving
def _internship_ends(enrolment: Enrolment, *, on: date, actor: Actor, at: datetime) -> None:
    """What was planned is cancelled, what ran ends on the day of the leaving."""
    rows = Internship.objects.current().filter(enrolment=enrolment).order_by("pk")
    for internship in rows.select_related("enrolment", "company", "mentor__user"):
        if internship.state == InternshipState.PLANNED:
            internships.cancel(internship=internship, actor=actor, at=at)
        else:
            during.break_off(
                internship=internship,
                early_end=EarlyEnd.TRAINING,
                ended_on=max(on, internship.start_on),
                actor=actor,
                at=at,
            )
