"""Absences: filed, proven, judged by somebody who does not coach the learner, taken back."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.audit.record import move, record
from becode.core.actors import Actor, ActorKind
from becode.core.clock import local_day
from becode.core.moves import IllegalMove
from becode.files.models import StoredFile
from becode.messages.compose import send
from cohorts.counting import proof_until
from cohorts.enums import ABSENCE_MOVES, AbsenceKind, AbsenceState, DayPart
from cohorts.models import Absence, AbsenceProof, Enrolment, TrainingDay
from cohorts.notifications.absences import AbsenceFiled, AbsenceJudged
from cohorts.permissions.absences import can_judge
from cohorts.workflow.flags import raise_flags

MOST_FILES = 10
LONGEST = timedelta(days=62)


@transaction.atomic
def file_absence(
    *,
    enrolment: Enrolment,
    kind: str,
    first_on: date,
    last_on: date,
    part: str,
    proof_kind: str,
    words: str,
    actor: Actor,
    at: datetime,
) -> Absence:
    """Write down that a learner was or will be away, late or gone early; they get a message.

    A learner may until 48 hours after the last day, a colleague always. Raises IllegalMove where
    there are no lessons of theirs, the days are too many, or they were told of already.
    """
    # Held, so that the same day is not filed twice at a time.
    enrolment = Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=enrolment.pk)
    by_learner = actor.kind == ActorKind.PERSON
    _check_days(enrolment, kind=kind, first_on=first_on, last_on=last_on, part=part)
    if by_learner and at >= proof_until(last_on):
        raise IllegalMove(_("It is too late to tell us here. Talk with your coach."))
    known = enrolment.absences.standing().touching(first_on, last_on).filter(kind=kind)
    if any(DayPart.DAY in (one.part, part) or one.part == part for one in known):
        raise IllegalMove(_("This is written down already for one of these days."))
    absence = Absence.objects.create(
        enrolment=enrolment,
        kind=kind,
        first_on=first_on,
        last_on=last_on,
        part=part,
        proof_kind=proof_kind,
        words=words,
        filed_at=at,
        filed_by_learner=by_learner,
        is_planned=local_day(at) < first_on,
        proof_due_at=proof_until(last_on),
    )
    _note("absence.filed", absence, actor=actor, at=at, new_state=absence.state, reason_code=kind)
    send(AbsenceFiled(absence), at=at)
    return absence


def _check_days(
    enrolment: Enrolment, *, kind: str, first_on: date, last_on: date, part: str
) -> None:
    if last_on < first_on:
        raise IllegalMove(_("The last day cannot be before the first day."))
    if kind != AbsenceKind.AWAY and first_on != last_on:
        raise IllegalMove(_("Coming late or leaving early is about one day."))
    if last_on - first_on > LONGEST:
        raise IllegalMove(_("This is very long. Talk with your coach, or write it in pieces."))
    days = TrainingDay.objects.filter(cohort_id=enrolment.cohort_id).between(first_on, last_on)
    other = {DayPart.MORNING: DayPart.AFTERNOON, DayPart.AFTERNOON: DayPart.MORNING}
    if not any(
        enrolment.is_expected(day.on) and day.part != other.get(DayPart(part)) for day in days
    ):
        raise IllegalMove(_("There are no lessons then."))


@transaction.atomic
def add_proof(*, absence: Absence, file: StoredFile, actor: Actor, at: datetime) -> AbsenceProof:
    """A photo or file that proves it. From a learner until 48 hours after the last day, while
    nobody judged; from a colleague also later, and after a no. Raises IllegalMove."""
    absence.refresh_from_db(from_queryset=Absence.objects.select_for_update(of=("self",)))
    if actor.kind == ActorKind.PERSON:
        if absence.state != AbsenceState.PENDING:
            raise IllegalMove(_("This is decided already. Talk with your coach."))
        if at >= absence.proof_due_at:
            raise IllegalMove(_("The 48 hours are over. Give your proof to your coach."))
    elif absence.state not in (AbsenceState.PENDING, AbsenceState.REJECTED):
        raise IllegalMove(_("This absence needs no proof any more."))
    if absence.proofs.count() >= MOST_FILES:
        raise IllegalMove(_("There are enough files now."))
    proof = AbsenceProof.objects.create(absence=absence, file=file, received_at=at)
    absence.proof_at = at
    absence.save(update_fields=["proof_at"])
    _note("absence.proof_received", absence, actor=actor, at=at, keys={"proof": proof.pk})
    return proof


@transaction.atomic
def judge(*, absence: Absence, accepted: bool, reason: str, actor: Actor, at: datetime) -> None:
    """Say whether an absence is justified; the learner hears it with the reason.

    A no, and a judgement that is changed, need a reason. Raises IllegalMove for somebody who
    coaches the cohort on one of these days, or who is no colleague.
    """
    absence.refresh_from_db(from_queryset=Absence.objects.select_for_update(of=("self",)))
    _check_judge(absence, actor)
    is_change = absence.state != AbsenceState.PENDING
    if (is_change or not accepted) and not reason.strip():
        raise IllegalMove(_("Write why: the learner reads it."))
    move(
        absence,
        moves=ABSENCE_MOVES,
        to=AbsenceState.ACCEPTED if accepted else AbsenceState.REJECTED,
        label="absence.judged_again" if is_change else "absence.judged",
        actor=actor,
        at=at,
        person_key=absence.enrolment.person_id,
        judged_at=at,
        judged_by_id=actor.key,
        judgement=reason.strip(),
    )
    send(AbsenceJudged(absence), at=at, dedupe=at.isoformat())
    raise_flags([absence.enrolment], at=at)


def _check_judge(absence: Absence, actor: Actor) -> None:
    user = User.objects.filter(pk=actor.key).first() if actor.kind == ActorKind.USER else None
    if user is None:
        raise IllegalMove(_("Only a colleague judges an absence."))
    if not can_judge(user, absence):
        raise IllegalMove(_("Somebody who does not coach this group judges its absences."))


@transaction.atomic
def withdraw(*, absence: Absence, actor: Actor, at: datetime) -> None:
    """Take back what nobody judged yet. Raises IllegalMove."""
    absence.refresh_from_db()
    move(
        absence,
        moves=ABSENCE_MOVES,
        to=AbsenceState.WITHDRAWN,
        label="absence.withdrawn",
        actor=actor,
        at=at,
        person_key=absence.enrolment.person_id,
    )


@transaction.atomic
def note_reading(*, proof: AbsenceProof, actor: Actor, at: datetime) -> None:
    """Write down that somebody opened a proof."""
    _note("absence.proof_read", proof.absence, actor=actor, at=at, keys={"proof": proof.pk})


def _note(label: str, absence: Absence, **also: Any) -> None:
    record(label, subject=absence, person_key=absence.enrolment.person_id, **also)
