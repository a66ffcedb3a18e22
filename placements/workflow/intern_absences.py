"""Days on which an intern was not at the company, as the company or the intern tells."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from placements.enums import InternAbsence, InternshipState
from placements.hours import last_day
from placements.models import Internship, InternshipAbsence
from placements.notifications.intern_absences import InternAbsent
from placements.workflow.internships import check_order, check_reason, lock

LONGEST = timedelta(days=92)
TOLD_IN = (InternshipState.RUNNING, InternshipState.INTERRUPTED, InternshipState.COMPLETED)


@transaction.atomic
def report_absence(
    *,
    internship: Internship,
    first_on: date,
    last_on: date,
    reason: str,
    by_company: bool,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> InternshipAbsence:
    """Tell that the intern was not there, or will not be; the coaches hear it at once.

    Raises IllegalMove for days outside the internship, and for days that this side told already.
    """
    check_order(first_on, last_on)
    locked = lock(internship)
    if locked.state not in TOLD_IN:
        raise IllegalMove(_("This internship is not going on now."))
    if first_on < locked.start_on or last_on > last_day(locked):
        raise IllegalMove(_("These days are not in the period of the internship."))
    if last_on - first_on > LONGEST:
        raise IllegalMove(_("This is very long. Call the school: it may have to rest."))
    told = locked.absences.filter(
        by_company=by_company, first_on__lte=last_on, last_on__gte=first_on
    )
    if told.exists():
        raise IllegalMove(_("You told us about some of these days already. Thank you."))
    made = InternshipAbsence.objects.create(
        internship=locked,
        first_on=first_on,
        last_on=last_on,
        reason=InternAbsence(reason),
        note=note,
        reported_at=at,
        by_company=by_company,
    )
    record(
        "internship.absence_reported",
        subject=locked,
        actor=actor,
        at=at,
        person_key=locked.enrolment.person_id,
        reason_code=reason,
        keys={"from": first_on.isoformat(), "to": last_on.isoformat()},
    )
    send(InternAbsent(made), at=at)
    return made


@transaction.atomic
def take_back_absence(
    *, absence: InternshipAbsence, reason: str, actor: Actor, at: datetime
) -> None:
    """It was told by mistake. Raises IllegalMove once a month with these days is confirmed."""
    check_reason(reason)
    internship: Internship = lock(absence.internship)
    months = internship.months.filter(
        month__gte=absence.first_on.replace(day=1), month__lte=absence.last_on
    )
    if months.exists():
        raise IllegalMove(_("The month is confirmed. Correct the month instead."))
    if internship.absences.filter(pk=absence.pk).delete()[0] != 1:
        raise IllegalMove
    Internship.objects.filter(pk=internship.pk).update(correction=reason)
    record(
        "internship.absence_taken_back",
        subject=internship,
        actor=actor,
        at=at,
        person_key=internship.enrolment.person_id,
        keys={"from": absence.first_on.isoformat(), "to": absence.last_on.isoformat()},
    )


def may_be_told(internship: Internship, *, on: date) -> bool:
    """Whether pages offer to tell an absence: it runs, or ended at most two weeks ago."""
    is_recent = on - last_day(internship) <= clock.days(14)
    return internship.state in TOLD_IN and is_recent
