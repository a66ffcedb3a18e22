"""What becomes of the application of somebody who did not come on the first day.

It lapses: nobody said that they stop, and they may apply again. docs/domain.md, "Waitlists".
"""

from datetime import datetime

from django.utils.translation import gettext as _

from applicants.enums import (
    CAME_AFTER_ALL_MOVES,
    NEVER_CAME_MOVES,
    ApplicationState,
    ClosingReason,
)
from applicants.models import Application, SeatOffer
from applicants.notifications import NeverCame
from applicants.own_seat import application_of
from applicants.workflow.deciding import forget_sensitive
from applicants.workflow.locks import lock_application
from becode.audit.record import move
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from cohorts import seats
from cohorts.models import Enrolment
from cohorts.seat_endings import follows_seats


@follows_seats
class ApplicationOfSeat:
    """The application follows its seat; a seat without an application has nothing to follow."""

    def never_came(self, enrolment: Enrolment, *, actor: Actor, at: datetime) -> None:
        application = application_of(enrolment)
        if application is None:
            return
        locked = lock_application(application.pk)
        move(
            locked,
            moves=NEVER_CAME_MOVES,
            to=ApplicationState.LAPSED,
            label="application.lapsed",
            actor=actor,
            at=at,
            reason_code=ClosingReason.NEVER_CAME,
            decided_at=at,
        )
        forget_sensitive(locked.person, actor=actor, at=at)
        send(NeverCame(locked), at=at, dedupe=at.isoformat())

    def came_after_all(self, enrolment: Enrolment, *, actor: Actor, at: datetime) -> None:
        """Raises IllegalMove when the seat is offered to somebody, or the person went on."""
        cohort = seats.lock_cohort(enrolment.cohort_id)
        live = SeatOffer.objects.live(at).filter(cohort=cohort).count()
        if live and (cohort.seats_free <= 0 or live + cohort.seats_taken > cohort.ceiling):
            raise IllegalMove(_("This seat was offered to somebody else already."))
        seats.put_on_offer(cohort, max(cohort.seats_on_offer, cohort.seats_taken + live))
        application = application_of(enrolment)
        if application is None:
            return
        locked = lock_application(application.pk)
        if Application.objects.open().filter(person=locked.person_id).exists():
            raise IllegalMove(_("This person has applied again."))
        move(
            locked,
            moves=CAME_AFTER_ALL_MOVES,
            to=ApplicationState.ENROLLED,
            label="application.enrolled",
            actor=actor,
            at=at,
            decided_at=locked.eligible_at,
        )
