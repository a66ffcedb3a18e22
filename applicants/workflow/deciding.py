"""Decisions on an application: taken up, admitted, not accepted, withdrawn, lapsed, reopened."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applicants.enums import (
    APPLICATION_MOVES,
    REOPEN_MOVES,
    ApplicationState,
    ClosingReason,
    EndReason,
    EntryState,
    RejectionReason,
    TakenBack,
    WithdrawalReason,
)
from applicants.models import Application, SeatOffer
from applicants.notifications import Admitted, Rejected
from applicants.notifications.decisions import suggested_text
from applicants.own_seat import seat_of
from applicants.workflow.confirming import require_confirmed
from applicants.workflow.ending import end_entry, take_back
from applicants.workflow.locks import lock_application, lock_person
from applicants.workflow.selecting import begin_selection, end_selection
from applicants.workflow.waitlist import bring_back, join
from applicants.workflow.waking import wake_after_commit
from becode.audit.models import AuditEntry
from becode.audit.record import move
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from becode.people import vault
from becode.people.models import Person
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from cohorts.workflow.enrolments import withdraw_enrolment


@transaction.atomic
def take_up(*, application: Application, actor: Actor, at: datetime) -> None:
    """A colleague begins the selection: see `selecting.begin_selection`."""
    begin_selection(application=application, actor=actor, at=at)


@transaction.atomic
def admit(*, application: Application, actor: Actor, at: datetime, wait: bool = False) -> None:
    """Mark eligible: from this moment counts the place on a list.

    With `wait` the person is put on the list of each chosen campus in the same act.
    """
    if application.state == ApplicationState.ENROLLED:
        raise IllegalMove  # only `put_back` leads back from a seat
    require_confirmed(application)
    if wait:
        lock_person(application.person_id)
    move(
        application,
        moves=APPLICATION_MOVES,
        to=ApplicationState.ADMITTED,
        label="application.admitted",
        actor=actor,
        at=at,
        eligible_at=at,
        decided_at=at,
    )
    end_selection(application, actor=actor, at=at)
    if wait:
        join(application=application, actor=actor, at=at)
    else:
        send(Admitted(application), at=at, dedupe=at.isoformat())


@transaction.atomic
def reject(
    *, application: Application, reason: str, actor: Actor, at: datetime, text: str = ""
) -> None:
    """Say no, for a RejectionReason, and tell the person why in kind words.

    `text` goes out as it is; without one, the suggestion for the reason in the person's language.
    A person decides, never a job or a rule: raises ValueError for an actor who is no colleague.
    """
    if actor.kind != ActorKind.USER:
        raise ValueError("only a colleague says no")
    _hold(application)
    move(
        application,
        moves=APPLICATION_MOVES,
        to=ApplicationState.REJECTED,
        label="application.rejected",
        actor=actor,
        at=at,
        reason_code=RejectionReason(reason),
        rejection_reason=reason,
        decision_text=text.strip() or suggested_text(reason, application.person.contact_language),
        decided_at=at,
    )
    _end_waiting(application, actor=actor, at=at)
    forget_sensitive(application.person, actor=actor, at=at)
    send(Rejected(application), at=at, dedupe=at.isoformat())


@transaction.atomic
def withdraw(*, application: Application, reason: str, actor: Actor, at: datetime) -> None:
    """The person stops, for a WithdrawalReason; a seat not yet used becomes free.

    Raises IllegalMove once the training began: then a coach notes that the learner left.
    """
    lock_person(application.person_id)
    enrolment = seat_of(application)
    if enrolment is not None and enrolment.state not in (
        EnrolmentState.ENROLLED,
        EnrolmentState.WITHDRAWN,
    ):
        raise IllegalMove(_("The training has begun. Talk to your coach if you want to stop."))
    if enrolment is not None and enrolment.state == EnrolmentState.ENROLLED:
        withdraw_enrolment(enrolment=enrolment, actor=actor, at=at)
    _hold(application)
    move(
        application,
        moves=APPLICATION_MOVES,
        to=ApplicationState.WITHDRAWN,
        label="application.withdrawn",
        actor=actor,
        at=at,
        reason_code=WithdrawalReason(reason),
        withdrawal_reason=reason,
        decided_at=at,
    )
    _end_waiting(application, actor=actor, at=at)
    forget_sensitive(application.person, actor=actor, at=at)


@transaction.atomic
def lapse(*, application: Application, actor: Actor, at: datetime, reason_code: str = "") -> None:
    """Nothing was heard for too long; `reason_code` is a ClosingReason where there is another.

    In a merge the sensitive answers stay: the person goes on with the other application.
    """
    _hold(application)
    move(
        application,
        moves=APPLICATION_MOVES,
        to=ApplicationState.LAPSED,
        label="application.lapsed",
        actor=actor,
        at=at,
        reason_code=reason_code,
        decided_at=at,
    )
    _end_waiting(application, actor=actor, at=at)
    if reason_code != ClosingReason.MERGED:
        forget_sensitive(application.person, actor=actor, at=at)


@transaction.atomic
def reopen(*, application: Application, actor: Actor, at: datetime) -> None:
    """Take a closing decision back: the application is again where it was before.

    Places on lists that the decision closed come back with their old date and priority. Sensitive
    answers that were deleted stay deleted. Raises IllegalMove when the person has another open
    application for the track, or when it was closed before it was ever sent.
    """
    _hold(application)
    closed_at = application.decided_at
    to = _state_before(application)
    enrolled = Application.objects.filter(state=ApplicationState.ENROLLED)
    if enrolled.filter(person=application.person_id, track=application.track_id).exists():
        raise IllegalMove(_("This person has a seat through another application."))
    try:
        with transaction.atomic():
            move(
                application,
                moves=REOPEN_MOVES,
                to=to,
                label="application.reopened",
                actor=actor,
                at=at,
                decided_at=application.eligible_at if to == ApplicationState.ADMITTED else None,
                rejection_reason="",
                withdrawal_reason="",
                decision_text="",
            )
    except IntegrityError as error:
        raise IllegalMove(_("This person has applied again for this track.")) from error
    if to == ApplicationState.ADMITTED and closed_at is not None:
        closed = application.entries.filter(end_reason=EndReason.APPLICATION, closed_at=closed_at)
        bring_back(closed.order_by("pk"), actor=actor, at=at)


def _state_before(application: Application) -> str:
    """Where a closed application was; a seat that was given back does not return with it."""
    REOPEN_MOVES.check(application.state, ApplicationState.SUBMITTED)
    closing = AuditEntry.objects.about(application).filter(new_state=application.state).last()
    old = closing.old_state if closing is not None else ""
    if old == ApplicationState.DRAFT:
        raise IllegalMove(_("This application was never sent."))
    if old in (ApplicationState.ADMITTED, ApplicationState.ENROLLED):
        return ApplicationState.ADMITTED
    if old:
        return old
    return ApplicationState.ADMITTED if application.eligible_at else ApplicationState.SUBMITTED


def _hold(application: Application) -> None:
    """Lock the person and the offers before the application: see locks.py."""
    lock_person(application.person_id)
    offers = SeatOffer.objects.open().filter(application=application).order_by("pk")
    list(offers.select_for_update(no_key=True))
    lock_application(application.pk)


def forget_sensitive(person: Person, *, actor: Actor, at: datetime) -> None:
    """Delete the sensitive answers of somebody whom we do not train and are not about to.

    They were asked to arrange support: without an open application or a seat nobody needs them.
    """
    if Application.objects.open().filter(person=person).exists():
        return
    if Enrolment.objects.filter(person=person).seated().exists():
        return
    vault.erase(person=person, actor=actor, at=at)


def _end_waiting(application: Application, *, actor: Actor, at: datetime) -> None:
    """The decision closes the places on lists and the offers nobody answered yet."""
    end_selection(application, actor=actor, at=at)
    take_back(
        SeatOffer.objects.open().filter(application=application).order_by("pk"),
        actor=actor,
        at=at,
        reason=TakenBack.APPLICATION_CLOSED,
    )
    for entry in application.entries.waiting().order_by("pk"):
        end_entry(
            entry,
            to=EntryState.CLOSED,
            reason=EndReason.APPLICATION,
            actor=actor,
            at=at,
            person_key=application.person_id,
        )
    wake_after_commit()
