"""Internships: from an accepted proposal to the last day. docs/domain.md, "Internships".

What happens in between is in `during`, the papers before the start in `papers`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from becode.audit.record import move, record
from becode.core import clock
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove, Moves
from becode.messages.compose import send
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from cohorts.workflow.enrolments import back_from_internship, send_on_internship
from placements.enums import (
    INTERNSHIP_MOVES,
    TAKE_BACK_START_MOVES,
    EarlyEnd,
    InternshipState,
    ProposalState,
    Responsible,
)
from placements.frames import usual_frame
from placements.hours import usual_week
from placements.models import CompanyContact, Internship, Proposal
from placements.notifications.internships import (
    InternshipPlannedCompany,
    InternshipPlannedLearner,
)
from placements.objectives import usual_objectives
from placements.readiness import in_words, missing, missing_of
from placements.workflow import agreements, intern_evaluations, proposals
from placements.workflow.links import call_back

# A start that was noted by mistake can be taken back for so long.
TAKE_BACK_WITHIN = timedelta(days=7)
# An internship that lacks nothing starts by itself from this hour of its first day.
STARTS_AT_HOUR = 9


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included."""

    start_on: date
    end_on: date


def default_period(enrolment: Enrolment, *, start_on: date | None = None) -> Period:
    """The cohort's internship period; else the track's months from `start_on`.

    Without a period and a start it begins on the first Monday after the last training day.
    """
    cohort = enrolment.cohort
    if start_on is None and cohort.internship_start_on and cohort.internship_end_on:
        return Period(cohort.internship_start_on, cohort.internship_end_on)
    if start_on is None:
        day = cohort.internship_start_on or cohort.end_on + timedelta(days=1)
        start_on = day + timedelta(days=-day.weekday() % 7)
    months = cohort.track.internship_months
    return Period(start_on, start_on + relativedelta(months=months) - timedelta(days=1))


@transaction.atomic
def plan(
    *,
    proposal: Proposal,
    actor: Actor,
    at: datetime,
    start_on: date | None = None,
    end_on: date | None = None,
    mentor: CompanyContact | None = None,
) -> Internship:
    """Fix the period of an accepted proposal. Raises IllegalMove for dates the wrong way round."""
    learner = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cohort__track")
        .get(pk=proposal.enrolment_id)
    )
    proposal.refresh_from_db(fields=["state", "learner_agreed_at"])
    if proposal.state != ProposalState.ACCEPTED or hasattr(proposal, "internship"):
        raise IllegalMove(_("Only an accepted proposal without an internship can be planned."))
    if proposal.learner_agreed_at is None:
        raise IllegalMove(_("The learner did not agree yet. Ask them first."))
    if learner.internships.current().exists():
        raise IllegalMove(_("This learner has an internship already."))
    before = _left_for_another_host(learner)
    period = (
        suggested_period(learner)
        if start_on is None
        else default_period(learner, start_on=start_on)
    )
    last_on = end_on or period.end_on
    check_order(period.start_on, last_on)
    position = proposal.position
    internship = Internship(
        enrolment=learner,
        proposal=proposal,
        position=position,
        company=position.company,
        establishment=position.establishment,
        mentor=mentor or position.mentor,
        follows=before,
        start_on=period.start_on,
        end_on=last_on,
        schedule=usual_week(learner.cohort),
        telework_days=position.telework_days,
        insured_by=Responsible.SCHOOL,
    )
    internship.frame = usual_frame(internship)
    internship.objectives = usual_objectives(internship)
    internship.save()
    record(
        "internship.planned",
        subject=internship,
        actor=actor,
        at=at,
        person_key=learner.person_id,
        new_state=InternshipState.PLANNED,
        keys={"company": internship.company_id},
    )
    for notification in (InternshipPlannedLearner, InternshipPlannedCompany):
        send(notification(internship), at=at)
    return internship


def _left_for_another_host(learner: Enrolment) -> Internship | None:
    """The internship that stopped because it goes on at another company, not gone on with yet."""
    return (
        learner.internships.filter(
            state=InternshipState.BROKEN_OFF,
            early_end=EarlyEnd.HOST_CHANGE,
            followed_by__isnull=True,
        )
        .order_by("-ended_on", "-pk")
        .first()
    )


def suggested_period(learner: Enrolment) -> Period:
    """For who goes on at another company the days that are left; else the usual period."""
    before = _left_for_another_host(learner)
    if before is not None:
        first = (before.ended_on or before.end_on) + timedelta(days=1)
        first += timedelta(days=-first.weekday() % 7 if first.weekday() > 4 else 0)
        if first <= before.end_on:
            return Period(first, before.end_on)
    return default_period(learner)


@transaction.atomic
def change(
    *,
    internship: Internship,
    start_on: date,
    end_on: date,
    actor: Actor,
    at: datetime,
    mentor: CompanyContact | None = None,
) -> None:
    """Move the period of a planned internship, the end of a running one; set the mentor.

    Evaluations that nobody filed follow the dates; links of an earlier mentor stop working.
    """
    check_order(start_on, end_on)
    locked = lock(internship)
    if locked.state not in (InternshipState.PLANNED, InternshipState.RUNNING):
        raise IllegalMove
    if locked.state == InternshipState.RUNNING and start_on != locked.start_on:
        raise IllegalMove(_("The internship runs: its first day cannot change."))
    if locked.mentor_id is not None and mentor != locked.mentor:
        for about in ({"internship": locked}, {"evaluation__internship": locked}):
            call_back(at=at, contact=locked.mentor, **about)
    locked.start_on, locked.end_on = start_on, end_on
    locked.mentor = mentor
    locked.save(update_fields=["start_on", "end_on", "mentor"])
    intern_evaluations.settle(internship=locked, at=at)
    record(
        "internship.changed",
        subject=locked,
        actor=actor,
        at=at,
        person_key=locked.enrolment.person_id,
    )


@transaction.atomic
def start(*, internship: Internship, actor: Actor, at: datetime) -> None:
    """The first day came: the internship runs and the learner is on internship.

    Raises IllegalMove with the list of what is missing, and who has to act for each.
    """
    if clock.local_day(at) < internship.start_on:
        raise IllegalMove(
            _("It starts on %(day)s. Change the first day if it starts earlier.")
            % {"day": formats.date_format(internship.start_on, "j F Y")}
        )
    learner = Enrolment.objects.select_for_update().get(pk=internship.enrolment_id)
    if learner.state not in proposals.WITH_US:
        raise IllegalMove(_("This learner is not with us any more."))
    found = missing(lock(internship)) if internship.state == InternshipState.PLANNED else []
    if found:
        raise IllegalMove(in_words(found))
    move_on(internship, to=InternshipState.RUNNING, label="internship.started", actor=actor, at=at)
    if learner.state == EnrolmentState.IN_TRAINING:
        send_on_internship(enrolment=learner, actor=actor, at=at)
    intern_evaluations.plan(internship=internship, actor=actor, at=at)


def start_what_is_ready(*, at: datetime, limit: int = 500) -> int:
    """Start what begins today, or began in the last days, and lacks nothing; how many started.

    One transaction each. What lacks something waits in Today for a colleague.
    """
    today = clock.local_day(at)
    if at < clock.at_local(today, STARTS_AT_HOUR):
        return 0
    rows = (
        Internship.objects.to_start(today)
        .filter(
            start_on__gt=today - TAKE_BACK_WITHIN,
            enrolment__state__in=proposals.WITH_US,
            start_taken_back_at__isnull=True,
        )
        .select_related("enrolment__cohort")[:limit]
    )
    waiting = list(rows)
    lacks = missing_of(waiting)
    started = 0
    for internship in waiting:
        if lacks[internship.pk]:
            continue
        try:
            start(internship=internship, actor=SYSTEM, at=at)
        except IllegalMove:
            continue  # somebody was first, or took something away
        started += 1
    return started


@transaction.atomic
def take_back_start(*, internship: Internship, reason: str, actor: Actor, at: datetime) -> None:
    """It was noted as started by mistake: planned again, for a week after the start.

    Raises IllegalMove once somebody filed an evaluation or confirmed a month. It does not start
    by itself any more.
    """
    check_reason(reason)
    learner = Enrolment.objects.select_for_update().get(pk=internship.enrolment_id)
    locked = lock(internship)
    if clock.local_day(at) > locked.start_on + TAKE_BACK_WITHIN:
        raise IllegalMove(_("It started more than a week ago. Write down how it ended instead."))
    if locked.months.exists() or locked.evaluations.filed().exists():
        raise IllegalMove(_("The company has confirmed hours or evaluated already."))
    move_on(
        internship,
        to=InternshipState.PLANNED,
        moves=TAKE_BACK_START_MOVES,
        label="internship.start_taken_back",
        actor=actor,
        at=at,
        start_taken_back_at=at,
        correction=reason,
    )
    call_back(at=at, evaluation__internship=internship)
    locked.evaluations.all().delete()
    if learner.state == EnrolmentState.ON_INTERNSHIP:
        back_from_internship(enrolment=learner, actor=actor, at=at)


@transaction.atomic
def complete(
    *, internship: Internship, actor: Actor, at: datetime, ended_on: date | None = None
) -> None:
    """The internship was done. `ended_on`: the real last day, by default the agreed one or today,
    whichever comes first.
    """
    ended_on = end_day(internship, ended_on or min(internship.end_on, clock.local_day(at)), at=at)
    move_on(
        internship,
        to=InternshipState.COMPLETED,
        label="internship.completed",
        actor=actor,
        at=at,
        ended_on=ended_on,
    )
    intern_evaluations.settle(internship=internship, at=at)


@transaction.atomic
def cancel(*, internship: Internship, actor: Actor, at: datetime, note: str = "") -> None:
    """It will not start: the place is free again, proposal and open agreement are taken back."""
    move_on(
        internship,
        to=InternshipState.CANCELLED,
        label="internship.cancelled",
        actor=actor,
        at=at,
        end_note=note,
    )
    agreements.cancel_with(internship=internship, actor=actor, at=at)
    proposal = Proposal.objects.select_related("enrolment").get(pk=internship.proposal_id)
    proposals.withdraw(proposal=proposal, actor=actor, at=at, reason_code="cancelled")


def lock(internship: Internship) -> Internship:
    """The row as it is now, held until the end of the transaction."""
    return (
        Internship.objects.select_for_update(of=("self",))
        .select_related("enrolment__cohort", "mentor")
        .get(pk=internship.pk)
    )


def check_reason(reason: str) -> None:
    """Raises IllegalMove where no reason is given."""
    if not reason.strip():
        raise IllegalMove(_("Write down why."))


def move_on(
    internship: Internship,
    *,
    to: str,
    label: str,
    actor: Actor,
    at: datetime,
    moves: Moves = INTERNSHIP_MOVES,
    **also: Any,
) -> None:
    """Move the state, by the table of an internship's life unless another one is given."""
    move(
        internship,
        moves=moves,
        to=to,
        label=label,
        actor=actor,
        at=at,
        person_key=internship.enrolment.person_id,
        **also,
    )


def end_day(internship: Internship, day: date, *, at: datetime) -> date:
    """The real last day. Raises IllegalMove for one before the first day, or to come."""
    if day < internship.start_on:
        raise IllegalMove(_("The last day cannot be before the first day."))
    if day > clock.local_day(at):
        raise IllegalMove(_("The real last day cannot be in the future."))
    return day


def check_order(start_on: date, end_on: date) -> None:
    """Raises IllegalMove for dates the wrong way round."""
    if end_on < start_on:
        raise IllegalMove(_("The last day cannot be before the first day."))
