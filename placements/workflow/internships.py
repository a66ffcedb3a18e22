"""Internships: from an accepted proposal to the last day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from becode.audit.record import move, record
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from cohorts.workflow.enrolments import send_on_internship
from placements.enums import INTERNSHIP_MOVES, InternshipState, ProposalState
from placements.models import CompanyContact, Internship, Proposal
from placements.notifications.internships import (
    InternshipPlannedCompany,
    InternshipPlannedLearner,
)
from placements.workflow import proposals


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
    period = default_period(learner, start_on=start_on)
    last_on = end_on or period.end_on
    _check_order(period.start_on, last_on)
    internship = Internship.objects.create(
        enrolment=learner,
        proposal=proposal,
        position=proposal.position,
        company=proposal.position.company,
        mentor=mentor,
        start_on=period.start_on,
        end_on=last_on,
    )
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
    """Move the period of a planned internship, the end of a running one; set the mentor."""
    _check_order(start_on, end_on)
    locked = Internship.objects.select_for_update().get(pk=internship.pk)
    if locked.state not in (InternshipState.PLANNED, InternshipState.RUNNING):
        raise IllegalMove
    if locked.state == InternshipState.RUNNING and start_on != locked.start_on:
        raise IllegalMove(_("The internship runs: its first day cannot change."))
    locked.start_on, locked.end_on = start_on, end_on
    locked.mentor = mentor
    locked.save(update_fields=["start_on", "end_on", "mentor"])
    record(
        "internship.changed",
        subject=locked,
        actor=actor,
        at=at,
        person_key=locked.enrolment.person_id,
    )


@transaction.atomic
def start(*, internship: Internship, actor: Actor, at: datetime) -> None:
    """The first day came: the internship runs and the learner is on internship."""
    if clock.local_day(at) < internship.start_on:
        raise IllegalMove(
            _("It starts on %(day)s. Change the first day if it starts earlier.")
            % {"day": formats.date_format(internship.start_on, "j F Y")}
        )
    learner = Enrolment.objects.select_for_update().get(pk=internship.enrolment_id)
    if learner.state not in proposals.WITH_US:
        raise IllegalMove(_("This learner is not with us any more."))
    _move(internship, to=InternshipState.RUNNING, label="internship.started", actor=actor, at=at)
    if learner.state == EnrolmentState.IN_TRAINING:
        send_on_internship(enrolment=learner, actor=actor, at=at)


@transaction.atomic
def complete(
    *, internship: Internship, actor: Actor, at: datetime, ended_on: date | None = None
) -> None:
    """The internship was done. `ended_on`: the real last day, by default the agreed one or today,
    whichever comes first.
    """
    ended_on = _end_day(internship, ended_on or min(internship.end_on, clock.local_day(at)), at=at)
    _move(
        internship,
        to=InternshipState.COMPLETED,
        label="internship.completed",
        actor=actor,
        at=at,
        ended_on=ended_on,
    )


@transaction.atomic
def break_off(
    *,
    internship: Internship,
    note: str,
    actor: Actor,
    at: datetime,
    ended_on: date | None = None,
) -> None:
    """It stopped early; the note says why, in words for colleagues. The learner may be proposed
    elsewhere; the company's place stays used.
    """
    if not note.strip():
        raise IllegalMove(_("Write down why it ended early."))
    _move(
        internship,
        to=InternshipState.BROKEN_OFF,
        label="internship.broken_off",
        actor=actor,
        at=at,
        ended_on=_end_day(internship, ended_on or clock.local_day(at), at=at),
        end_note=note,
    )


@transaction.atomic
def cancel(*, internship: Internship, actor: Actor, at: datetime, note: str = "") -> None:
    """It will not start: the place is free again and the proposal is taken back."""
    _move(
        internship,
        to=InternshipState.CANCELLED,
        label="internship.cancelled",
        actor=actor,
        at=at,
        end_note=note,
    )
    proposal = Proposal.objects.select_related("enrolment").get(pk=internship.proposal_id)
    proposals.withdraw(proposal=proposal, actor=actor, at=at, reason_code="cancelled")


def _move(
    internship: Internship, *, to: str, label: str, actor: Actor, at: datetime, **also: Any
) -> None:
    move(
        internship,
        moves=INTERNSHIP_MOVES,
        to=to,
        label=label,
        actor=actor,
        at=at,
        person_key=internship.enrolment.person_id,
        **also,
    )


def _end_day(internship: Internship, day: date, *, at: datetime) -> date:
    if day < internship.start_on:
        raise IllegalMove(_("The last day cannot be before the first day."))
    if day > clock.local_day(at):
        raise IllegalMove(_("The real last day cannot be in the future."))
    return day


def _check_order(start_on: date, end_on: date) -> None:
    if end_on < start_on:
        raise IllegalMove(_("The last day cannot be before the first day."))
