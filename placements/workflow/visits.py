"""Visits of a colleague to an intern and the mentor: planned, done, called off."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.audit.record import record
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.enums import InternshipState
from placements.models import Internship, Visit

VISITED_IN = (
    InternshipState.PLANNED,
    InternshipState.RUNNING,
    InternshipState.INTERRUPTED,
)


@transaction.atomic
def plan_visit(
    *, internship: Internship, by: User, planned_at: datetime, kind: str, actor: Actor, at: datetime
) -> Visit:
    """A colleague will meet intern and mentor. Raises IllegalMove for a moment in the past."""
    if internship.state not in VISITED_IN:
        raise IllegalMove
    if planned_at <= at:
        raise IllegalMove(_("This moment is past. Was it done? Then write it down as done."))
    made = Visit.objects.create(internship=internship, by=by, planned_at=planned_at, kind=kind)
    _record("visit.planned", made, actor=actor, at=at)
    return made


@transaction.atomic
def note_visit(
    *,
    internship: Internship,
    by: User,
    kind: str,
    done_on: date,
    note: str,
    actor: Actor,
    at: datetime,
) -> Visit:
    """A visit that was not planned took place."""
    _check_done(done_on, at=at)
    made = Visit.objects.create(internship=internship, by=by, kind=kind, done_on=done_on, note=note)
    _record("visit.done", made, actor=actor, at=at)
    return made


@transaction.atomic
def finish_visit(*, visit: Visit, done_on: date, note: str, actor: Actor, at: datetime) -> None:
    """A planned visit took place, on the planned day or another one; words can be written anew."""
    _check_done(done_on, at=at)
    visit.done_on, visit.note = done_on, note
    visit.save(update_fields=["done_on", "note"])
    _record("visit.done", visit, actor=actor, at=at)


@transaction.atomic
def move_visit(*, visit: Visit, planned_at: datetime, by: User, actor: Actor, at: datetime) -> None:
    """At another moment, or by somebody else. Raises IllegalMove for one that was done."""
    if visit.done_on is not None:
        raise IllegalMove(_("This visit was done."))
    if planned_at <= at:
        raise IllegalMove(_("This moment is past. Was it done? Then write it down as done."))
    visit.planned_at, visit.by = planned_at, by
    visit.save(update_fields=["planned_at", "by"])
    _record("visit.moved", visit, actor=actor, at=at)


@transaction.atomic
def drop_visit(*, visit: Visit, actor: Actor, at: datetime) -> None:
    """A planned visit does not take place; one that was done stays written down."""
    if visit.done_on is not None:
        raise IllegalMove(_("This visit was done."))
    _record("visit.dropped", visit, actor=actor, at=at)
    Visit.objects.filter(pk=visit.pk, done_on__isnull=True).delete()


def _check_done(done_on: date, *, at: datetime) -> None:
    if done_on > clock.local_day(at):
        raise IllegalMove(_("This day has not come yet."))


def _record(label: str, visit: Visit, *, actor: Actor, at: datetime) -> None:
    record(
        label,
        subject=visit.internship,
        actor=actor,
        at=at,
        person_key=visit.internship.enrolment.person_id,
        keys={"visit": visit.pk, "how": visit.kind},
    )
