"""One seat for one person until one moment: offered, answered, taken back.

Every verb holds rows in the order of applicants/workflow/locks.py. Whether an offer is over is
decided by `at` under these locks, never by whether a job ran.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applicants.deadlines import end_for
from applicants.enums import (
    APPLICATION_MOVES,
    OFFER_MOVES,
    AfterDecline,
    ApplicationState,
    DeclineReason,
    EndReason,
    EntryState,
    OfferCause,
    OfferState,
    TakenBack,
    WithdrawalReason,
)
from applicants.models import Application, SeatOffer, WaitlistEntry
from applicants.notifications import OfferMade, Welcome
from applicants.order import rule_of
from applicants.workflow.ending import end_entry, take_back
from applicants.workflow.expiring import end_overdue
from applicants.workflow.locks import lock_application, lock_entry, lock_offer, lock_person
from applicants.workflow.passing import note_passing
from applicants.workflow.surplus import keep_within
from applicants.workflow.waking import wake_after_commit
from becode.audit.record import move, record
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from becode.people.models import Person
from cohorts import seats
from cohorts.enums import EnrolmentState
from cohorts.models import Cohort, Enrolment
from cohorts.workflow.enrolments import take_seat

LONGEST_OFFER_HOURS = 24 * 14


class OfferOver(IllegalMove):
    """The moment to answer has passed."""

    sentence = gettext_lazy("The time to answer is over. You keep your place on the list.")


class AllOffered(IllegalMove):
    """No seat is left to offer."""

    sentence = gettext_lazy("All seats of this cohort are taken or offered.")


class OthersFirst(IllegalMove):
    """Others of the list stand before this person and are ready; `count` says how many."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(
            ngettext(
                "%(count)d person stands before this one on the list. Say why this one goes first.",
                "%(count)d people stand before this one on the list. Say why this one goes first.",
                count,
            )
            % {"count": count}
        )


@transaction.atomic
def offer_seat(
    *,
    entry: WaitlistEntry,
    cohort: Cohort,
    actor: Actor,
    at: datetime,
    hours: int | None = None,
    cause: OfferCause = OfferCause.SINGLE,
    passing_reason: str = "",
) -> SeatOffer:
    """Offer a waiting person a seat, and tell them at once.

    `hours` until the end, the cohort's own number by default; an end at a bad moment is put off
    (applicants/deadlines.py). `passing_reason` says why this person, where others stand before
    them and are ready. Raises AllOffered when live offers and taken seats reach the ceiling,
    OthersFirst without such a reason, IllegalMove when the offer makes no sense.
    """
    person = lock_person(entry.application.person_id)
    cohort = seats.lock_cohort(cohort.pk)
    end_overdue(person, cohort, at=at)
    entry = lock_entry(entry.pk)
    hours = cohort.offer_hours if hours is None else hours
    if not 1 <= hours <= LONGEST_OFFER_HOURS:
        raise IllegalMove(_("Give between 1 hour and 14 days to answer."))
    live = _check_offer(entry, cohort, at=at)
    passing_reason = passing_reason.strip()[:300]
    ahead = _ready_before(entry, cohort, at=at)
    if ahead and not passing_reason:
        raise OthersFirst(ahead)
    offer = SeatOffer.objects.create(
        person=person,
        application=entry.application,
        entry=entry,
        cohort=cohort,
        offered_at=at,
        expires_at=end_for(cohort, at=at, hours=hours),
        cause=cause,
        passing_reason=passing_reason if ahead else "",
    )
    seats.put_on_offer(cohort, max(cohort.seats_on_offer, cohort.seats_taken + live + 1))
    record(
        "offer.made",
        subject=offer,
        actor=actor,
        at=at,
        new_state=offer.state,
        reason_code=cause,
        keys={"cohort": cohort.pk, "hours": hours, "passed": ahead},
    )
    send(OfferMade(offer), at=at)
    return offer


def _check_offer(entry: WaitlistEntry, cohort: Cohort, *, at: datetime) -> int:
    """The number of live offers of the cohort.

    Raises IllegalMove with the reason for which this place gets no seat in this cohort.
    """
    today = clock.local_day(at)
    if entry.state != EntryState.WAITING or entry.application.state != ApplicationState.ADMITTED:
        raise IllegalMove(_("This person is not on this list any more."))
    if (cohort.campus_id, cohort.track_id) != (entry.campus_id, entry.track_id):
        raise IllegalMove(_("This cohort is of another list."))
    if not cohort.takes_people(today):
        raise IllegalMove(_("This cohort takes nobody any more."))
    if entry.is_paused(today):
        raise IllegalMove(_("This person wants no seat for now: the waiting is paused."))
    person_key = entry.application.person_id
    if Enrolment.objects.running().filter(person_id=person_key).exists():
        raise IllegalMove(_("This person has a seat in a cohort already."))
    live = SeatOffer.objects.live(at).filter(cohort=cohort)
    if live.filter(person_id=person_key).exists():
        raise IllegalMove(_("This person has an open offer for this cohort."))
    number = live.count()
    if number + cohort.seats_taken >= cohort.ceiling or cohort.seats_free <= 0:
        raise AllOffered
    return number


def _ready_before(entry: WaitlistEntry, cohort: Cohort, *, at: datetime) -> int:
    """How many people stand before this place and could have this seat."""
    ready = WaitlistEntry.objects.ready_for(cohort, at=at, on=clock.local_day(at))
    return ready.filter(order_key__lt=entry.order_key).count()


@transaction.atomic
def accept_offer(*, offer: SeatOffer, actor: Actor, at: datetime) -> Enrolment:
    """Yes: the seat is theirs; a second yes gives the same enrolment.

    Their other lists and offers end. When it was the last seat, the other open offers of the
    cohort are taken back kindly. Raises NoSeat, OfferOver or IllegalMove, also for a seat that
    was given back since.
    """
    _check_not_over(offer, at=at)
    person = lock_person(offer.person_id)
    cohort = seats.lock_cohort(offer.cohort_id)
    offer = lock_offer(offer.pk)
    if offer.enrolment is not None:
        if offer.enrolment.state == EnrolmentState.WITHDRAWN:
            raise IllegalMove(_("This seat is not free any more"))
        return offer.enrolment
    _check_answer(offer, cohort, at=at)
    application = lock_application(offer.application_id)
    enrolment = take_seat(cohort=cohort, person=person, actor=actor, at=at)
    move(
        offer,
        moves=OFFER_MOVES,
        to=OfferState.ACCEPTED,
        label="offer.accepted",
        actor=actor,
        at=at,
        answered_at=at,
        ended_at=at,
        enrolment=enrolment,
    )
    move(
        application,
        moves=APPLICATION_MOVES,
        to=ApplicationState.ENROLLED,
        label="application.enrolled",
        actor=actor,
        at=at,
    )
    end_other_waits(person, offer.entry_id, application, actor=actor, at=at)
    send(Welcome(enrolment), at=at)
    if cohort.seats_free <= 0:
        keep_within(cohort, at=at)
    return enrolment


def _check_not_over(offer: SeatOffer, *, at: datetime) -> None:
    """Refuse without a lock what can never be accepted again: late clicks of a full cohort.

    An offer that ended stays ended, so it may be as the caller read it.
    """
    if offer.state not in (OfferState.OPEN, OfferState.ACCEPTED):
        _check_answer(offer, offer.cohort, at=at)


def _check_answer(offer: SeatOffer, cohort: Cohort, *, at: datetime) -> None:
    """Raises IllegalMove with the kind sentence for an offer that cannot be accepted."""
    if offer.state == OfferState.DECLINED:
        raise IllegalMove(_("You said no to this seat. You changed your mind? Call us."))
    if offer.state == OfferState.EXPIRED or offer.expires_at <= at:
        raise OfferOver
    if not cohort.takes_people(clock.local_day(at)):
        raise IllegalMove(_("This group has started or was called off. You keep your place."))
    if offer.state == OfferState.WITHDRAWN:
        if cohort.seats_free <= 0:
            raise seats.NoSeat
        raise IllegalMove(_("This seat is not free any more. You keep your place on the list."))


def end_other_waits(
    person: Person,
    entry_key: int | None,
    application: Application,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """After a yes: the other offers, lists and applications of this person end.

    `entry_key` is the place through which the seat came, `application` the one that led to it.
    """
    others = SeatOffer.objects.open().filter(person=person)
    freed = take_back(
        others.order_by("pk").select_for_update(no_key=True),
        actor=actor,
        at=at,
        reason=TakenBack.OTHER_SEAT,
    )
    applications = Application.objects.filter(
        person=person,
        state__in=APPLICATION_MOVES.sources(ApplicationState.WITHDRAWN)
        - {ApplicationState.ENROLLED},
    ).exclude(pk=application.pk)
    for other in applications.order_by("pk").select_for_update(no_key=True):
        move(
            other,
            moves=APPLICATION_MOVES,
            to=ApplicationState.WITHDRAWN,
            label="application.withdrawn",
            actor=actor,
            at=at,
            reason_code=WithdrawalReason.OTHER_TRAINING,
            withdrawal_reason=WithdrawalReason.OTHER_TRAINING,
            decided_at=at,
        )
    for entry in WaitlistEntry.objects.waiting().filter(application__person=person).order_by("pk"):
        is_this = entry.pk == entry_key
        end_entry(
            entry,
            to=EntryState.ENROLLED if is_this else EntryState.CLOSED,
            reason=EndReason.SEAT if is_this else EndReason.OTHER_SEAT,
            actor=actor,
            at=at,
            person_key=person.pk,
        )
    if freed:
        wake_after_commit()


@transaction.atomic
def decline_offer(
    *,
    offer: SeatOffer,
    reason: str,
    actor: Actor,
    at: datetime,
    keep_place: bool = True,
) -> None:
    """No: the seat is free for somebody else.

    Whether the place on the list stays is what the rule of the list says, or the person's own
    wish `keep_place` where it lets them choose; where it ends, so do other offers through it. A
    second no changes nothing. Raises OfferOver after the moment, IllegalMove after a yes.
    """
    person = lock_person(offer.person_id)
    offer = lock_offer(offer.pk)
    if offer.state == OfferState.DECLINED:
        return
    if offer.state == OfferState.EXPIRED or (
        offer.state == OfferState.OPEN and offer.expires_at <= at
    ):
        raise OfferOver
    move(
        offer,
        moves=OFFER_MOVES,
        to=OfferState.DECLINED,
        label="offer.declined",
        actor=actor,
        at=at,
        reason_code=DeclineReason(reason),
        decline_reason=reason,
        answered_at=at,
        ended_at=at,
    )
    after = rule_of(offer.entry.campus_id, offer.entry.track_id).after_decline
    stays = after == AfterDecline.KEEP or (after == AfterDecline.ASK and keep_place)
    if not stays:
        others = SeatOffer.objects.open().filter(entry=offer.entry_id).order_by("pk")
        take_back(
            others.select_for_update(no_key=True), actor=actor, at=at, reason=TakenBack.LEFT_LIST
        )
    entry = lock_entry(offer.entry_id)
    if not stays and entry.state == EntryState.WAITING:
        end_entry(
            entry,
            to=EntryState.LEFT,
            reason=EndReason.DECLINED,
            actor=actor,
            at=at,
            person_key=person.pk,
        )
    wake_after_commit()


@transaction.atomic
def withdraw_offer(
    *, offer: SeatOffer, actor: Actor, at: datetime, words: str = "", to_next: bool = True
) -> None:
    """Staff take an open offer back; the person is told and keeps the place.

    `words` say why; the person is not next for this cohort again. With `to_next` the seat stays
    on offer for the next person, else nobody is offered it until a colleague does.
    """
    lock_person(offer.person_id)
    cohort = seats.lock_cohort(offer.cohort_id)
    offer = lock_offer(offer.pk)
    take_back([offer], actor=actor, at=at, reason=TakenBack.STAFF)
    note_passing(
        entry=offer.entry,
        cohort=cohort,
        words=words.strip() or _("The offer was taken back."),
        actor=actor,
        at=at,
    )
    if not to_next:
        live = SeatOffer.objects.live(at).filter(cohort=cohort).count()
        # This seat alone: others that became free meanwhile stay on offer.
        seats.put_on_offer(cohort, max(cohort.seats_on_offer - 1, cohort.seats_taken + live))
    wake_after_commit()
