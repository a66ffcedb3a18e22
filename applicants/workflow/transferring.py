"""A learner, or somebody with a seat, moves to another cohort: another day, campus or track.

It passes by those who wait for that cohort, so a reason goes into the audit with their number.
docs/domain.md, "Waitlists".
"""

from datetime import datetime

from django.db import transaction

from applicants.models import SeatOffer, WaitlistEntry
from applicants.notifications import Moved
from applicants.workflow.locks import lock_person
from applicants.workflow.offers import AllOffered
from becode.core import clock
from becode.core.actors import Actor
from becode.messages.compose import send
from cohorts import seats
from cohorts.models import Cohort, Enrolment
from cohorts.seat_watch import seats_changed
from cohorts.workflow.enrolments import move_seat


@transaction.atomic
def transfer(
    *, enrolment: Enrolment, cohort: Cohort, reason: str, actor: Actor, at: datetime
) -> Enrolment:
    """The seat of this person in another cohort, for a TransferReason; the old one is free.

    In a planned cohort they are enrolled, in a running one in training from today. When it is
    full now, its open offers are taken back kindly. Raises AllOffered when live offers and taken
    seats reach the ceiling, NoSeat, or IllegalMove for somebody who left, graduated, has a
    company, or is in that cohort.
    """
    lock_person(enrolment.person_id)
    held = seats.lock_cohorts(enrolment.cohort_id, cohort.pk)
    target, old = held[cohort.pk], held[enrolment.cohort_id]
    live = SeatOffer.objects.live(at).filter(cohort=target).count()
    if target.pk != old.pk and live + target.seats_taken >= target.ceiling:
        raise AllOffered
    today = clock.local_day(at)
    new = move_seat(
        enrolment=enrolment,
        cohort=target,
        reason=reason,
        passed=WaitlistEntry.objects.ready_for(target, at=at, on=today).count(),
        actor=actor,
        at=at,
    )
    # The seat is one more on offer: nobody who was offered one has to go for it.
    seats.put_on_offer(target, max(target.seats_on_offer, target.seats_taken + live))
    send(Moved(new), at=at)
    old.refresh_from_db(fields=["seats_taken", "seats_on_offer"])
    for changed in (target, old):
        seats_changed(changed, actor=actor, at=at)
    return new
