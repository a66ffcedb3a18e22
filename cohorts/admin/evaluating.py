"""Evaluations in the staff site: those of a cohort, and one after the other to fill in."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.admin.frame import cohort_home, cohort_or_404, staff_frame
from cohorts.enums import AssessedBy
from cohorts.evaluation_form import EvaluationForm
from cohorts.models import Competence, Enrolment, Evaluation
from cohorts.permissions.cohorts import GUIDES
from cohorts.permissions.progress import PROGRESS_VIEWERS
from cohorts.progress import COLUMNS, headings
from cohorts.workflow import evaluations


@staff_page("cohorts/<int:pk>/evaluations/", name="cohort_evaluations", roles=PROGRESS_VIEWERS)
@require_safe
def cohort_evaluations(request: StaffRequest, pk: int) -> HttpResponse:
    """Learners by name, with their four evaluations: filed, due or late."""
    cohort = cohort_or_404(request, pk)
    found: dict[int, dict[tuple[str, str], Evaluation]] = {}
    rows = Evaluation.objects.filter(enrolment__cohort=cohort).order_by("pk")
    for evaluation in rows:
        cells = found.setdefault(evaluation.enrolment_id, {})
        cells[evaluation.moment, evaluation.by] = evaluation
    learners = Enrolment.objects.roster(cohort.pk).filter(state__in=evaluations.FOLLOWING)
    lines = [
        (learner, [found.get(learner.pk, {}).get(column) for column in COLUMNS])
        for learner in learners
    ]
    context = {
        "cohort": cohort,
        "cohort_url": cohort_home(request.user, cohort),
        "lines": lines,
        "headings": headings(),
        "on": clock.today(),
        "may_assess": request.user.has_role(*GUIDES) or request.user.is_superuser,
        "coach": str(AssessedBy.COACH),
        "has_competences": Competence.objects.filter(
            track=cohort.track_id, is_active=True
        ).exists(),
    }
    title = gettext("Evaluations of %(code)s") % {"code": cohort.code}
    return staff_frame(request, "cohorts/staff/evaluations.html", title, context)


@staff_page("evaluations/<int:key>/", name="evaluate", roles=GUIDES)
@require_http_methods(["GET", "HEAD", "POST"])
def evaluate(request: StaffRequest, key: int) -> HttpResponse:
    """The coach's evaluation of one learner; filing it shows the next learner's."""
    evaluation = (
        Evaluation.objects.visible_to(request.user)
        .filter(pk=key, by=AssessedBy.COACH)
        .select_related("enrolment__person", "enrolment__cohort__track")
        .first()
    )
    if evaluation is None:
        raise Http404
    learner = evaluation.enrolment
    page_of_learner = reverse("admin:learner_progress", args=[learner.pk])
    if evaluation.filed_at or learner.state not in evaluations.FOLLOWING:
        messages.info(request, gettext("This evaluation does not change any more."))
        return HttpResponseRedirect(page_of_learner)
    asked = evaluations.competences_of(evaluation)
    is_filing = request.POST.get("do", "file") == "file"
    data = request.POST if request.method == "POST" else None
    form = EvaluationForm(data, evaluation=evaluation, competences=asked, is_filing=is_filing)
    following = _next(evaluation)
    if request.method == "POST":
        try:
            if form.is_valid() and is_filing:
                evaluations.file_evaluation(
                    evaluation=evaluation,
                    actor=Actor.user(request.user),
                    at=clock.now(),
                    user=request.user,
                    **form.draft,
                )
                done = gettext("The evaluation of %(name)s is filed.")
                messages.success(request, done % {"name": learner.person})
                return HttpResponseRedirect(_after(evaluation, following))
            evaluations.save_draft(evaluation=evaluation, **form.draft)
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
            return HttpResponseRedirect(page_of_learner)
        if form.is_valid():
            messages.success(request, gettext("Saved as a draft."))
            return HttpResponseRedirect(_after(evaluation, following))
    context = {
        "evaluation": evaluation,
        "learner": learner,
        "cohort": learner.cohort,
        "cohort_url": cohort_home(request.user, learner.cohort),
        "form": dress(form),
        "following": following,
    }
    title = f"{learner.person} · {evaluation.get_moment_display()}"
    return staff_frame(request, "cohorts/staff/evaluate.html", title, context)


def _next(evaluation: Evaluation) -> Evaluation | None:
    """The next learner by name, of the same cohort and moment, who is still to evaluate."""
    owed = Evaluation.objects.owed().filter(
        enrolment__cohort=evaluation.enrolment.cohort_id,
        enrolment__state__in=evaluations.FOLLOWING,
        moment=evaluation.moment,
        by=AssessedBy.COACH,
    )
    queue = list(
        owed.exclude(pk=evaluation.pk)
        .select_related("enrolment__person")
        .order_by("enrolment__person__sort_name", "enrolment_id")
    )
    here = (evaluation.enrolment.person.sort_name, evaluation.enrolment_id)
    later = [one for one in queue if (one.enrolment.person.sort_name, one.enrolment_id) > here]
    return next(iter(later or queue), None)


def _after(evaluation: Evaluation, following: Evaluation | None) -> str:
    if following is not None:
        return reverse("admin:evaluate", args=[following.pk])
    return reverse("admin:cohort_evaluations", args=[evaluation.enrolment.cohort_id])
