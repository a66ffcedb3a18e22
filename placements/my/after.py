"""After leaving, on the person's own pages: the question that waits, the form at the exit."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.portal.access import PersonRequest, person_required
from placements.after_forms import ExitAnswerForm
from placements.answering import answer_page
from placements.enums import AnsweredThrough
from placements.models import ExitForm, FollowUp
from placements.querysets.job import EXIT_FORM_OPEN
from placements.workflow import exit_forms


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: PersonRequest, key: int) -> HttpResponse:
    """One question, answered with one tap; opening the page answers nothing."""
    rows = FollowUp.objects.of_person(request.person.pk)
    question = get_object_or_404(rows.select_related("enrolment__person", "job"), pk=key)
    return answer_page(
        request,
        question,
        template="placements/my/follow_up.html",
        through=AnsweredThrough.SPACE,
    )


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def exit_form(request: PersonRequest, key: int) -> HttpResponse:
    """The situation on the day of leaving; it may be changed until it closes."""
    rows = ExitForm.objects.filter(enrolment__person=request.person).select_related("enrolment")
    asked = get_object_or_404(rows, pk=key)
    at = clock.now()
    form = None
    if exit_forms.is_fileable(asked, at=at):
        first = {"situation": asked.situation, "detail": asked.detail}
        form = ExitAnswerForm(request.POST or None, initial=first)
    if request.method == "POST":
        if form is None:
            messages.error(request, str(exit_forms.TOO_LATE))
            return redirect("placements:my:exit_form", asked.pk)
        if form.is_valid():
            try:
                exit_forms.file_exit_form(
                    form=asked, actor=Actor.person(request.person), at=at, **form.cleaned_data
                )
            except IllegalMove as error:
                messages.error(request, str(error.sentence))
            else:
                messages.success(request, _("Thank you! We wrote it down."))
            return redirect("portal:my:home")
    context = {"asked": asked, "form": form, "until": asked.exit_on + EXIT_FORM_OPEN}
    return render(request, "placements/my/exit_form.html", context)
