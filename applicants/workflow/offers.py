"""One seat for one person until one moment: offered, answered, ended.

Every verb holds rows in the order of applicants/workflow/locks.py. Whether an offer is over is
decided by `at` under these locks, never by whether a job ran.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applicants.enums import (
    APPLICATION_MOVES,
    OFFER_MOVES,
    ApplicationState,
    DeclineReason,
    EntryState,
    OfferState,
    WithdrawalReason,
)
from applicants.models import Application, SeatOffer, WaitlistEntry
from applicants.notifications import OfferExpired, OfferMade, OfferTakenBack, Welcome
from applicants.workflow.ending import end_entry, take_back
from applicants.workflow.locks import lock_application, lock_entry, lock_offer, lock_person
from becode.audit.record import move, record
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from becode.people.models import Person
from cohorts import seats
from cohorts.enums import CohortState
from cohorts.models import Cohort, Enrolment
from cohorts.workflow import take_seat

LONGEST_OFFER_HOURS = 24 * 14
BATCH = 500


class OfferOver(IllegalMove):
    """The moment to answer has passed."""

    sentence = gettext_lazy("The time to answer is over. You keep your place on the list.")


class AllOffered(IllegalMove):
    """No seat is left to offer."""

    sentence = gettext_lazy("All seats of this cohort are taken or offered.")


@transaction.atomic
def offer_seat(
    *,
    entry: WaitlistEntry,
    cohort: Cohort,
    actor: Actor,
    at: datetime,
    hours: int | None = None,
) -> SeatOffer:
    """Offer a waiting person a seat, and tell them at once.

    `hours` until the end; the cohort's own number by default. Raises AllOffered when live offers
    and taken seats reach the ceiling, IllegalMove when the offer makes no sense.
    """
    person = lock_person(entry.application.person_id)
    cohort = seats.lock_cohort(cohort.pk)
    _end_overdue(person, cohort, at=at)
    entry = lock_entry(entry.pk)
    _check_offer(entry, cohort, at=at)
    hours = cohort.offer_hours if hours is None else hours
    if not 1 <= hours <= LONGEST_OFFER_HOURS:
        raise IllegalMove(_("Give between 1 hour and 14 days to answer."))
    offer = SeatOffer.objects.create(
        person=person,
        application=entry.application,
        entry=entry,
        cohort=cohort,
        offered_at=at,
        expires_at=at + timedelta(hours=hours),
    )
    record(
        "offer.made",
        subject=offer,
        actor=actor,
        at=at,
        new_state=offer.state,
        keys={"cohort": cohort.pk, "hours": hours},
    )
    send(OfferMade(offer), at=at)
    return offer


def _check_offer(entry: WaitlistEntry, cohort: Cohort, *, at: datetime) -> None:
    """Raises IllegalMove with the reason for which this place gets no seat in this cohort."""
    if entry.state != EntryState.WAITING or entry.application.state != ApplicationState.ADMITTED:
        raise IllegalMove(_("This person is not on this list any more."))
    if (cohort.campus_id, cohort.track_id) != (entry.campus_id, entry.track_id):
        raise IllegalMove(_("This cohort is of another list."))
    if cohort.state != CohortState.PLANNED:
        raise IllegalMove(_("This cohort takes nobody any more."))
    person_key = entry.application.person_id
    if Enrolment.objects.running().filter(person_id=person_key).exists():
        raise IllegalMove(_("This person has a seat in a cohort already."))
    live = SeatOffer.objects.live(at).filter(cohort=cohort)
    if live.filter(person_id=person_key).exists():
        raise IllegalMove(_("This person has an open offer for this cohort."))
    if live.count() + cohort.seats_taken >= cohort.ceiling:
        raise AllOffered


@transaction.atomic
def accept_offer(*, offer: SeatOffer, actor: Actor, at: datetime) -> Enrolment:
    """Yes: the seat is theirs; a second yes gives the same enrolment.

    Their other lists and offers end. When it was the last seat, the other open offers of the
    cohort are taken back kindly. Raises NoSeat, OfferOver or IllegalMove.
    """
    person = lock_person(offer.person_id)
    cohort = seats.lock_cohort(offer.cohort_id)
    offer = lock_offer(offer.pk)
    if offer.enrolment is not None:
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
    _end_other_waits(person, offer, actor=actor, at=at)
    send(Welcome(enrolment), at=at)
    cohort.refresh_from_db(fields=["seats_taken"])
    if cohort.seats_free <= 0:
        _take_back_rest(cohort, at=at)
    return enrolment


def _check_answer(offer: SeatOffer, cohort: Cohort, *, at: datetime) -> None:
    """Raises IllegalMove with the kind sentence for an offer that cannot be accepted."""
    if offer.state == OfferState.DECLINED:
        raise IllegalMove(_("You said no to this seat. You changed your mind? Call us."))
    if offer.state == OfferState.EXPIRED or offer.expires_at <= at:
        raise OfferOver
    if cohort.state != CohortState.PLANNED:
        raise IllegalMove(_("This group has started or was called off. You keep your place."))
    if offer.state == OfferState.WITHDRAWN:
        if cohort.seats_free <= 0:
            raise seats.NoSeat
        raise IllegalMove(_("This seat is not free any more. You keep your place on the list."))


def _end_other_waits(person: Person, accepted: SeatOffer, *, actor: Actor, at: datetime) -> None:
    """After a yes: the other offers, lists and applications of this person end."""
    others = SeatOffer.objects.open().filter(person=person).exclude(pk=accepted.pk)
    take_back(
        others.order_by("pk").select_for_update(no_key=True),
        actor=actor,
        at=at,
        reason_code="other_seat",
        tell=False,
    )
    applications = Application.objects.filter(
        person=person,
        state__in=APPLICATION_MOVES.sources(ApplicationState.WITHDRAWN)
        - {ApplicationState.ENROLLED},
    ).exclude(pk=accepted.application_id)
    for application in applications.order_by("pk").select_for_update(no_key=True):
        move(
            application,
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
        end_entry(
            entry,
            to=EntryState.ENROLLED if entry.pk == accepted.entry_id else EntryState.CLOSED,
            actor=actor,
            at=at,
            person_key=person.pk,
        )


def _take_back_rest(cohort: Cohort, *, at: datetime) -> int:
    """The cohort is full: its other live offers go back.

    An offer that another transaction holds is being ended there; if not, the job finds it.
    """
    rest = SeatOffer.objects.live(at).filter(cohort=cohort).order_by("pk")
    return take_back(
        rest.select_for_update(skip_locked=True, no_key=True),
        actor=SYSTEM,
        at=at,
        reason_code="cohort_full",
        tell=True,
    )


@transaction.atomic
def decline_offer(
    *,
    offer: SeatOffer,
    reason: str,
    actor: Actor,
    at: datetime,
    keep_place: bool = True,
) -> None:
    """No: the seat is free for somebody else; the place on the list stays unless they wish.

    A second no changes nothing. Raises OfferOver after the moment, IllegalMove after a yes.
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
    )
    entry = lock_entry(offer.entry_id)
    if not keep_place and entry.state == EntryState.WAITING:
        end_entry(entry, to=EntryState.LEFT, actor=actor, at=at, person_key=person.pk)


@transaction.atomic
def withdraw_offer(*, offer: SeatOffer, actor: Actor, at: datetime) -> None:
    """Staff take an open offer back; the person is told and keeps the place."""
    lock_person(offer.person_id)
    offer = lock_offer(offer.pk)
    move(
        offer,
        moves=OFFER_MOVES,
        to=OfferState.WITHDRAWN,
        label="offer.withdrawn",
        actor=actor,
        at=at,
        reason_code="staff",
    )
    send(OfferTakenBack(offer), at=at)


def expire_offers(*, at: datetime, limit: int = BATCH) -> int:
    """End the offers whose moment passed, one transaction a person; returns how many."""
    people = SeatOffer.objects.overdue(at).order_by("person_id").values_list("person_id", flat=True)
    count = 0
    for person_key in people.distinct()[:limit]:
        with transaction.atomic():
            person = lock_person(person_key)
            count += _end_overdue(person, None, at=at)
    return count


def _end_overdue(person: Person, cohort: Cohort | None, *, at: datetime) -> int:
    """End this person's overdue offers (of one cohort); the person is held by the caller."""
    overdue = SeatOffer.objects.overdue(at).filter(person=person)
    if cohort is not None:
        overdue = overdue.filter(cohort=cohort)
    count = 0
    for offer in overdue.order_by("pk").select_for_update(no_key=True):
        move(
            offer,
            moves=OFFER_MOVES,
            to=OfferState.EXPIRED,
            label="offer.expired",
            actor=SYSTEM,
            at=at,
        )
        send(OfferExpired(offer), at=at)
        count += 1
    return count


def take_back_surplus(*, at: datetime, limit: int = BATCH) -> int:
    """Take back offers that cannot be kept, the latest first; returns how many.

    Their cohort is full, started, called off, or has fewer seats than when they were made.
    """
    live = Count("offers", filter=Q(offers__state=OfferState.OPEN, offers__expires_at__gt=at))
    cohorts = (
        Cohort.objects.annotate(live_offers=live)
        .filter(live_offers__gt=0)
        .filter(
            ~Q(state=CohortState.PLANNED)
            | Q(seats_taken__gte=F("seats"))
            | Q(live_offers__gt=Coalesce("offer_ceiling", "seats") - F("seats_taken"))
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return sum(_take_back_surplus_of(cohort_key, at=at) for cohort_key in cohorts[:limit])


@transaction.atomic
def _take_back_surplus_of(cohort_key: int, *, at: datetime) -> int:
    cohort = seats.lock_cohort(cohort_key)
    if cohort.state != CohortState.PLANNED:
        keep, reason = 0, "not_planned"
    elif cohort.seats_free <= 0:
        keep, reason = 0, "cohort_full"
    else:
        keep, reason = max(cohort.ceiling - cohort.seats_taken, 0), "fewer_seats"
    live = SeatOffer.objects.live(at).filter(cohort=cohort).order_by("offered_at", "pk")
    surplus = [offer.pk for offer in live[keep:]]
    return take_back(
        SeatOffer.objects.open()
        .filter(pk__in=surplus)
        .order_by("-offered_at", "-pk")
        .select_for_update(skip_locked=True, no_key=True),
        actor=SYSTEM,
        at=at,
        reason_code=reason,
        tell=True,
    )
