"""A learner's own internship: the facts, what is missing, an absence, evaluations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.core import clock
from becode.core.actors import Actor
from becode.portal.access import PersonRequest, person_required
from placements.enums import EvaluatedBy, InternshipState
from placements.evaluating import columns, is_asked, rows
from placements.hours import week_on, weekly_minutes
from placements.intern_forms import OwnAbsenceForm
from placements.intern_handling import evaluate, tell_absence
from placements.intern_months import latest_of
from placements.models import Internship, InternshipEvaluation
from placements.readiness import missing
from placements.week_words import lines_of
from placements.workflow.intern_absences import may_be_told

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


def _own(request: PersonRequest, key: int) -> Internship:
    rows = Internship.objects.filter(enrolment__person=request.person).exclude(
        state=InternshipState.CANCELLED
    )
    return get_object_or_404(
        rows.select_related(
            "company",
            "position__campus",
            "establishment",
            "mentor__user",
            "enrolment__person",
            "enrolment__cohort",
        ),
        pk=key,
    )


@person_required
@require_safe
def internship(request: PersonRequest, key: int) -> HttpResponse:
    """Everything about my internship; before the start also what is missing and who acts."""
    mine = _own(request, key)
    evaluations = list(mine.evaluations.order_by("due_on", "by"))
    week = week_on(mine, mine.end_on)
    context = {
        "internship": mine,
        "missing": missing(mine) if mine.state == InternshipState.PLANNED else [],
        "week": lines_of(week),
        "weekly_hours": round(weekly_minutes(week) / 60, 2),
        "may_tell": may_be_told(mine, on=clock.today()),
        "absences": mine.absences.order_by("first_on", "pk"),
        "months": latest_of(list(mine.months.order_by("month", "version"))).values(),
        "evaluations": [one for one in evaluations if one.by == EvaluatedBy.LEARNER],
        "can_evaluate": is_asked(mine),
    }
    return render(request, "placements/my/internship.html", context)


@person_required
@asks_or_acts
def absence(request: PersonRequest, key: int) -> HttpResponse:
    """I am ill, or away with permission: the coach hears it; the mentor I call myself."""
    mine = _own(request, key)
    answer = tell_absence(
        request,
        mine,
        by_company=False,
        actor=Actor.person(request.person),
        make=OwnAbsenceForm,
    )
    if answer.done:
        messages.success(request, _("Thank you. Your coach hears it now. Call your mentor too."))
        return redirect("placements:my:internship", key)
    context = {"internship": mine, "form": answer.form}
    return render(request, "placements/my/intern_absence.html", context)


@person_required
@asks_or_acts
def evaluation(request: PersonRequest, key: int) -> HttpResponse:
    """My own; once it is filed I read it, and the mentor's beside it when that is filed too."""
    mine = InternshipEvaluation.objects.filter(
        internship__enrolment__person=request.person, by=EvaluatedBy.LEARNER
    )
    own = get_object_or_404(
        mine.select_related(
            "internship__company", "internship__enrolment__person", "internship__enrolment__cohort"
        ),
        pk=key,
    )
    page = "placements:my:intern_evaluation"
    if own.filed_at or not is_asked(own.internship):
        if request.method == "POST":
            messages.error(request, _("This evaluation does not change any more."))
            return redirect(page, key)
        return _filed(request, own)
    person = request.person
    answer = evaluate(request, own, filed_by=person.called, actor=Actor.person(person))
    if answer.refusal:
        messages.error(request, answer.refusal)
        return redirect("placements:my:internship", own.internship_id)
    if answer.done == "filed":
        messages.success(request, _("Thank you. Your evaluation is handed in."))
        return redirect(page, key)
    if answer.done:
        messages.success(request, _("Saved. You can go on later."))
        return redirect("placements:my:internship", own.internship_id)
    context = {"evaluation": own, "internship": own.internship, "form": answer.form}
    return render(request, "placements/my/intern_evaluation.html", context)


def _filed(request: PersonRequest, own: InternshipEvaluation) -> HttpResponse:
    """Nothing of the mentor's before one's own is filed."""
    seen = [own] if own.filed_at else []
    if own.filed_at:
        others = InternshipEvaluation.objects.filed().filter(
            internship=own.internship_id, moment=own.moment, by=EvaluatedBy.MENTOR
        )
        seen = [*others.order_by("pk"), own]
    shown = columns(seen)
    context = {
        "evaluation": own,
        "internship": own.internship,
        "columns": shown,
        "rows": [(skill, list(zip(shown, marks, strict=True))) for skill, marks in rows(shown)],
        "waits_for_mentor": len(seen) == 1,
    }
    return render(request, "placements/my/intern_evaluation_filed.html", context)
