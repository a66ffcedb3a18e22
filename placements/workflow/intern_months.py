"""The mentor confirms the hours of a month; a correction is a new version.

docs/domain.md, "Internships".
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.hours import InternDay, day_with, minutes_of, week_on
from placements.intern_months import (
    BY_ITSELF,
    CONFIRMED_IN,
    SAID,
    Said,
    days_to_confirm,
    is_over,
)
from placements.models import Internship, InternshipMonth
from placements.workflow.internships import lock


@transaction.atomic
def confirm(
    *,
    internship: Internship,
    month: date,
    said: Mapping[date, Said],
    confirmed_by: str,
    actor: Actor,
    at: datetime,
    note: str = "",
    reason: str = "",
) -> InternshipMonth:
    """Write the hours of a month down, in the name of who vouches for them.

    Days that are not in `said` stay as known. Raises IllegalMove for a month that is not over
    or has no hours, and for a second version without a reason.
    """
    locked = lock(internship)
    if locked.state not in CONFIRMED_IN:
        raise IllegalMove(_("This internship did not start."))
    if not is_over(locked, month, on=clock.local_day(at)):
        raise IllegalMove(_("This month is not over yet."))
    before = locked.months.filter(month=month).order_by("-version").first()
    if before is not None and not reason.strip():
        raise IllegalMove(
            _("%(month)s is confirmed already. Write down what was wrong.")
            % {"month": date_format(month, "F Y")}
        )
    days = [_as_said(locked, day, said.get(day.on)) for day in days_to_confirm(locked, month)]
    made = InternshipMonth.objects.create(
        internship=locked,
        month=month,
        version=before.version + 1 if before else 1,
        days=[day.as_json() for day in days],
        planned=sum(day.planned for day in days),
        present=sum(day.present for day in days),
        note=note,
        reason=reason if before else "",
        confirmed_at=at,
        confirmed_by=confirmed_by[:150],
    )
    record(
        "internship.month_confirmed",
        subject=locked,
        actor=actor,
        at=at,
        person_key=locked.enrolment.person_id,
        keys={"month": f"{month:%Y-%m}", "version": made.version},
    )
    return made


def _as_said(internship: Internship, day: InternDay, said: Said | None) -> InternDay:
    """A day as somebody says it was. Raises IllegalMove for a reason that is none."""
    if said is None or day.reason in BY_ITSELF:
        return day
    if said.reason not in SAID:
        raise IllegalMove
    line = week_on(internship, day.on).get(str(day.on.weekday()))
    minutes = minutes_of(line) if line else day.planned
    return day_with(day.on, minutes, reason=said.reason, present=said.present)
