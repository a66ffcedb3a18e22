"""An internship in the order of time: what was, what is, what is to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.core import clock
from placements.enums import InternshipState
from placements.hours import last_day
from placements.intern_months import latest_of
from placements.models import (
    Internship,
    InternshipAbsence,
    InternshipEvaluation,
    InternshipMonth,
    Interruption,
    Visit,
    WorkstationSheet,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One line; `is_done` tells what happened from what is still to come."""

    on: date
    words: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Around:
    """Everything that hangs on one internship, read once."""

    sheet: WorkstationSheet | None
    visits: Sequence[Visit]
    absences: Sequence[InternshipAbsence]
    interruptions: Sequence[Interruption]
    months: Sequence[InternshipMonth]
    evaluations: Sequence[InternshipEvaluation]


def read_around(internship: Internship) -> Around:
    """Six queries."""
    return Around(
        sheet=WorkstationSheet.objects.filter(internship=internship).first(),
        visits=list(internship.visits.select_related("by").order_by("pk")),
        absences=list(internship.absences.order_by("first_on", "pk")),
        interruptions=list(internship.interruptions.order_by("start_on", "pk")),
        months=list(internship.months.order_by("month", "version")),
        evaluations=list(internship.evaluations.order_by("due_on", "by")),
    )


def chronology(internship: Internship, around: Around, *, today: date) -> list[Moment]:
    """From the papers to the end, the earliest first."""
    has_begun = internship.state not in (InternshipState.PLANNED, InternshipState.CANCELLED)
    moments = [Moment(internship.start_on, _("First day"), has_begun)]
    if around.sheet is not None and around.sheet.signed_at is not None:
        day = clock.local_day(around.sheet.signed_at)
        moments.append(Moment(day, _("Workstation sheet signed"), is_done=True))
    for visit in around.visits:
        on = visit.done_on or (clock.local_day(visit.planned_at) if visit.planned_at else None)
        if on is not None:
            words = f"{visit.get_kind_display()} · {visit.by}"
            moments.append(Moment(on, words, visit.done_on is not None))
    for absence in around.absences:
        words = _("Absent until %(day)s: %(reason)s") % {
            "day": date_format(absence.last_on, "j F"),
            "reason": absence.get_reason_display(),
        }
        moments.append(Moment(absence.first_on, words, absence.first_on <= today))
    for rest in around.interruptions:
        moments.append(Moment(rest.start_on, _("It rests"), rest.start_on <= today))
        if rest.end_on is not None:
            after = rest.end_on + clock.days(1)
            moments.append(Moment(after, _("It goes on"), after <= today))
    for month in latest_of(around.months).values():
        words = _("Hours of %(month)s confirmed by %(who)s") % {
            "month": date_format(month.month, "F Y"),
            "who": month.confirmed_by,
        }
        moments.append(Moment(clock.local_day(month.confirmed_at), words, is_done=True))
    for one in around.evaluations:
        words = _("Evaluation “%(moment)s”: %(who)s") % {
            "moment": one.get_moment_display(),
            "who": one.get_by_display(),
        }
        on = clock.local_day(one.filed_at) if one.filed_at else one.due_on
        moments.append(Moment(on, words, one.filed_at is not None))
    moments.append(Moment(last_day(internship), _("Last day"), internship.ended_on is not None))
    return sorted(moments, key=lambda moment: moment.on)
