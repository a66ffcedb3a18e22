"""The parts of an internship's page, each with the links to change it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.backoffice.parts import Link, Section, Tag
from becode.backoffice.verbs import Button
from becode.core import clock
from cohorts.signing import strokes_of, typed_name_of
from placements.admin.words import day
from placements.chronology import Around, chronology
from placements.enums import EvaluatedBy, InternshipState, Responsible
from placements.hours import minutes_of, months_of, week_on, weekly_minutes
from placements.intern_months import CONFIRMED_IN, is_over, latest_of
from placements.models import Internship
from placements.readiness import Missing

PART = "placements/staff/part.html"
Actions = Callable[..., list[Button]]


def in_hours(minutes: int) -> str:
    """152:30, as on a sheet of hours."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def part(title: Any, actions: Sequence[Button] = (), **context: Any) -> Section:
    """A section with facts or a table, and small buttons under it."""
    return Section(title, PART, {"actions": list(actions), **context})


def before_the_start(internship: Internship, found: Sequence[Missing]) -> Section:
    """What is missing, and who has to act; shown as long as it has not started."""
    rows = [[Tag(_("Missing"), "warning"), one.words, one.who_words] for one in found]
    return part(
        _("Before it can start"),
        headers=["", _("What"), _("Who has to act")],
        rows=rows,
        empty=_("Everything is in order. It starts by itself at 9:00 on its first day."),
    )


def in_order_of_time(internship: Internship, around: Around) -> Section:
    today = clock.today()
    rows = [
        [day(one.on), one.words, _state(one.on, one.is_done, today)]
        for one in chronology(internship, around, today=today)
    ]
    return part(_("In order of time"), headers=[_("Day"), _("What"), ""], rows=rows)


def _state(on: date, is_done: bool, today: date) -> Tag | str:
    if is_done:
        return Tag(_("Done"), "good")
    return Tag(_("Late"), "warning") if on < today else ""


def hours(internship: Internship, actions: Actions) -> Section:
    week = week_on(internship, internship.end_on)
    rows = [
        [str(name).capitalize(), f"{line[0]} – {line[1]}", line[2], in_hours(minutes_of(line))]
        for weekday, name in WEEKDAYS.items()
        if (line := week.get(str(weekday)))
    ]
    rows.append([_("A week"), "", "", in_hours(weekly_minutes(week))])
    notes = [
        _("Until %(day)s: %(hours)s hours a week.")
        % {
            "day": day(date.fromisoformat(one["until"])),
            "hours": in_hours(weekly_minutes(one["schedule"])),
        }
        for one in internship.earlier_schedules
    ]
    return part(
        _("Hours of the week"),
        actions("change", "hours"),
        headers=[_("Day"), _("Hours"), _("Minutes of break"), _("Working time")],
        rows=rows,
        notes=notes,
    )


def agreed(internship: Internship, actions: Actions, *, amendment_due: bool) -> Section:
    facts = [
        (_("Place"), str(internship.establishment or internship.position.site)),
        (_("Days a week at home"), str(internship.telework_days)),
        (_("Legal frame"), internship.get_frame_display()),
        (_("Reference of the employment service"), internship.frame_reference),
        (_("Allowance a month"), f"€ {internship.allowance}"),
        (_("Travel costs"), internship.travel),
        (_("Agreement"), Tag(_("An amendment is needed"), "warning") if amendment_due else ""),
    ]
    if not amendment_due:
        facts.pop()
    return part(_("Place, frame, allowance"), actions("agreed"), facts=facts)


def objectives(internship: Internship, actions: Actions) -> Section:
    rows = [[one["competence"], one["task"], one["level"]] for one in internship.objectives]
    return part(
        _("Objectives"),
        actions("objectives"),
        headers=[_("Competence"), _("Task"), _("Level to reach")],
        rows=rows,
        empty=_("No objectives yet."),
    )


def insurance(internship: Internship, actions: Actions) -> Section:
    facts = [
        (_("Insured by"), internship.get_insured_by_display()),
        (_("Insurer"), " · ".join(filter(None, [internship.insurer, internship.policy_number]))),
        (_("Insured until"), day(internship.insured_until)),
        (_("Dimona by"), internship.get_dimona_by_display()),
    ]
    if internship.dimona_by == Responsible.NOBODY:
        facts.append((_("Why none is needed"), internship.dimona_note))
    else:
        words = filter(
            None,
            [internship.dimona_type, internship.dimona_number, day(internship.dimona_on)],
        )
        facts.append((_("Dimona"), " · ".join(words)))
    return part(_("Insurance and Dimona"), actions("insurance"), facts=facts)


def workstation(
    internship: Internship, around: Around, actions: Actions, *, may_change: bool
) -> Section:
    sheet = around.sheet
    buttons = []
    page = reverse("admin:workstation", args=[internship.pk])
    if sheet is not None:
        buttons.append(Button(_("Read or print"), page, "print"))
    if may_change and (sheet is None or sheet.signed_at is None):
        edit = reverse("admin:fill_workstation", args=[internship.pk])
        buttons.append(Button(_("Fill in for the company"), edit, "edit"))
    buttons += actions("open-sheet")
    if sheet is None:
        return part(
            _("Workstation sheet"),
            buttons,
            empty=_("Not filled in yet. The company fills it in by a link, or you do."),
        )
    facts = [
        (_("Task"), sheet.task),
        (_("Place"), sheet.place),
        (_("Risks"), sheet.risks),
        (_("Filled in"), day(sheet.filled_at)),
        (
            _("Signed"),
            f"{day(sheet.signed_at)} · {sheet.signed_by}"
            if sheet.signed_at
            else Tag(_("Not signed"), "warning"),
        ),
    ]
    return part(
        _("Workstation sheet"),
        buttons,
        facts=facts,
        strokes=strokes_of(sheet.signature),
        typed=typed_name_of(sheet.signature),
        seal=sheet.sha256,
    )


def visits(around: Around, actions: Actions) -> Section:
    rows = [
        [
            Link(
                day(visit.done_on) or date_format(clock_local(visit), "j F Y H:i"),
                reverse("admin:placements_visit_change", args=[visit.pk]),
            ),
            visit.get_kind_display(),
            str(visit.by),
            Tag(_("Done"), "good") if visit.done_on else Tag(_("Planned"), "info"),
            visit.note,
        ]
        for visit in around.visits
    ]
    return part(
        _("Visits"),
        actions("visit", "visited"),
        headers=[_("Day"), _("How"), _("Who"), "", _("What was said")],
        rows=rows,
        empty=_("Nobody has visited yet."),
    )


def clock_local(visit: Any) -> Any:
    return visit.planned_at.astimezone(clock.BRUSSELS)


def absences(around: Around, actions: Actions) -> Section:
    rows = [
        [
            day(one.first_on),
            day(one.last_on),
            one.get_reason_display(),
            _("The company") if one.by_company else _("The learner"),
            one.note,
        ]
        for one in around.absences
    ]
    for rest in around.interruptions:
        rows.append(
            [day(rest.start_on), day(rest.end_on), _("It rests"), _("The school"), rest.reason]
        )
    return part(
        _("Absences and rest"),
        actions("absence", "absence-back", "rest-back"),
        headers=[_("From"), _("Until"), _("Why"), _("Told by"), _("Note")],
        rows=rows,
        empty=_("None."),
    )


def months(internship: Internship, around: Around, *, may_change: bool) -> Section:
    latest, today = latest_of(around.months), clock.today()
    rows = []
    if internship.state in CONFIRMED_IN:
        for month in months_of(internship):
            one = latest.get(month)
            words = date_format(month, "F Y")
            page = reverse("admin:intern_month", args=[internship.pk, f"{month:%Y-%m}"])
            can = may_change and is_over(internship, month, on=today)
            rows.append(
                [
                    Link(words, page) if can else words,
                    in_hours(one.planned) if one else "",
                    in_hours(one.present) if one else "",
                    f"{one.confirmed_by} · {day(one.confirmed_at)}"
                    if one
                    else _month_waits(is_over(internship, month, on=today)),
                    one.version if one else "",
                    one.reason if one else "",
                ]
            )
    return part(
        _("Hours by month"),
        headers=[
            _("Month"),
            _("Planned"),
            _("Present"),
            _("Confirmed by"),
            _("Version"),
            _("Why a new version"),
        ],
        rows=rows,
        empty=_("The first month comes after the start."),
    )


def _month_waits(is_over: bool) -> Any:
    return Tag(_("To be confirmed"), "warning") if is_over else _("Not over yet")


def evaluations(
    internship: Internship, around: Around, actions: Actions, *, may_fill: bool
) -> Section:
    """Moment × who, each with its state; a link to read them side by side."""
    cells: dict[str, dict[str, Any]] = {}
    titles: dict[str, tuple[str, str]] = {}
    today = clock.today()
    for one in around.evaluations:
        titles[one.moment] = (one.get_moment_display(), day(one.due_on))
        if one.filed_at:
            cell: Any = Tag(
                _("%(day)s · %(who)s") % {"day": day(one.filed_at), "who": one.filed_by}, "good"
            )
        else:
            words = _("Late") if one.due_on < today else _("To come")
            page = reverse("admin:intern_evaluation", args=[one.pk])
            cell = Link(words, page) if may_fill else words
        cells.setdefault(one.moment, {})[one.by] = cell
    rows = [
        [
            *titles[moment],
            found.get(EvaluatedBy.MENTOR, ""),
            found.get(EvaluatedBy.LEARNER, ""),
        ]
        for moment, found in cells.items()
    ]
    buttons = actions("reopen-evaluation")
    if any(one.filed_at for one in around.evaluations):
        page = reverse("admin:intern_evaluations", args=[internship.pk])
        buttons = [Button(_("Read side by side"), page, "table_rows"), *buttons]
    return part(
        _("Evaluations"),
        buttons,
        headers=[_("Moment"), _("Due on"), EvaluatedBy.MENTOR.label, EvaluatedBy.LEARNER.label],
        rows=rows,
        empty=_("They are made at the start."),
    )


def mending(internship: Internship, actions: Actions) -> Section | None:
    """What was noted by mistake can be put right; nothing where there is nothing to mend."""
    buttons = actions("start-back", "again", "correct-end")
    if not buttons:
        return None
    words = (
        _("Was the end noted wrongly?")
        if internship.state not in (InternshipState.RUNNING,)
        else _("Was the start noted by mistake?")
    )
    return part(_("Put something right"), buttons, notes=[words])
