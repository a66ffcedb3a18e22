"""A learner's own evaluations: which there are, and one to fill in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.portal.access import PersonRequest, everyday_page, person_required
from cohorts.enums import AssessedBy
from cohorts.evaluation_form import EvaluationForm
from cohorts.models import Evaluation
from cohorts.my.own import latest_enrolment
from cohorts.progress import both_filed, rows_of
from cohorts.workflow import evaluations

ASKS_OR_ACTS = ["GET", "HEAD", "POST"]


@everyday_page
@require_safe
def listing(request: PersonRequest) -> HttpResponse:
    """My evaluations, with the day until when; nothing for who has none."""
    enrolment = latest_enrolment(request.person)
    found = list(Evaluation.objects.filter(enrolment=enrolment).order_by("due_on", "by"))
    seen = both_filed(found)
    lines = [
        (
            one,
            one.moment in seen,
            enrolment is not None and enrolment.state in evaluations.FOLLOWING,
        )
        for one in found
        if one.by == AssessedBy.SELF
    ]
    return render(request, "cohorts/my/evaluations.html", {"lines": lines})


@person_required
@require_http_methods(ASKS_OR_ACTS)
def evaluation(request: PersonRequest, pk: int) -> HttpResponse:
    """Fill in one's own; once filed it is shown, beside the coach's when that is filed too."""
    mine = Evaluation.objects.filter(enrolment__person=request.person, by=AssessedBy.SELF)
    own = get_object_or_404(mine.select_related("enrolment__cohort__track"), pk=pk)
    if own.filed_at or own.enrolment.state not in evaluations.FOLLOWING:
        if request.method == "POST":
            messages.error(request, _("This evaluation does not change any more."))
            return redirect("cohorts:my:evaluation", pk=pk)
        return _filed(request, own)
    asked = evaluations.competences_of(own)
    is_filing = request.POST.get("do") == "file"
    data = request.POST if request.method == "POST" else None
    form = EvaluationForm(data, evaluation=own, competences=asked, is_filing=is_filing)
    if request.method == "POST":
        try:
            if form.is_valid() and is_filing:
                evaluations.file_evaluation(
                    evaluation=own,
                    actor=Actor.person(request.person),
                    at=clock.now(),
                    **form.draft,
                )
                messages.success(request, _("Thank you. Your evaluation is handed in."))
                return redirect("cohorts:my:evaluation", pk=pk)
            evaluations.save_draft(evaluation=own, **form.draft)
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
            return redirect("cohorts:my:evaluations")
        if form.is_valid():
            messages.success(request, _("Saved. You can go on later."))
            return redirect("cohorts:my:evaluations")
    return render(request, "cohorts/my/evaluation.html", {"evaluation": own, "form": form})


def _filed(request: PersonRequest, own: Evaluation) -> HttpResponse:
    pair = list(Evaluation.objects.filter(enrolment=own.enrolment_id, moment=own.moment))
    is_both = own.moment in both_filed(pair)
    shown = [one for one in pair if one.filed_at and (one.pk == own.pk or is_both)]
    track = own.enrolment.cohort.track
    shown.sort(key=lambda one: one.by != AssessedBy.SELF)
    context = {
        "evaluation": own,
        "shown": shown,
        "lines": [
            (row.competence, [(one, row.marks.get((one.moment, one.by))) for one in shown])
            for row in rows_of(shown, track.competences.order_by("position", "pk"))
        ],
        "is_both": is_both,
    }
    return render(request, "cohorts/my/evaluation_filed.html", context)
