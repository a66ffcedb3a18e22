"""One learner's progress on one page: levels over time, notes, goals."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField, refuse_far_day
from becode.core.moves import IllegalMove
from cohorts.admin.frame import cohort_home, learner_or_404, staff_frame
from cohorts.enums import GOAL_MOVES, AssessedBy, GoalState
from cohorts.learner_cards import learner_cards_for
from cohorts.models import Cohort, Enrolment, Goal, LearnerNote
from cohorts.permissions.cohorts import GUIDES
from cohorts.permissions.progress import PROGRESS_VIEWERS, can_assess, reads_private_notes
from cohorts.progress import progress_of
from cohorts.workflow import accompanying

WHO_READS = (
    ("coaches", _("Coaches alone")),
    ("learner", _("The learner too")),
)


class NoteForm(forms.Form):
    text = PlainTextField(
        label=_("Note"),
        longest=4000,
        lines=4,
        help_text=_("What you saw or agreed. Nothing about health, origin, belief or family."),
    )
    readers = forms.ChoiceField(
        label=_("Who can read it?"),
        choices=WHO_READS,
        initial="coaches",
        widget=forms.RadioSelect,
    )


class GoalForm(forms.Form):
    goal = PlainTextField(label=_("Goal"), longest=300)
    until = forms.DateField(label=_("Until"), required=False, validators=[refuse_far_day])


@staff_page("learners/<int:pk>/progress/", name="learner_progress", roles=PROGRESS_VIEWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def learner_progress(request: StaffRequest, pk: int) -> HttpResponse:
    """The page; a POST writes a note or a goal."""
    learner = learner_or_404(request, pk)
    may_assess = can_assess(request.user, learner)
    if request.method == "POST" and not may_assess:
        raise PermissionDenied
    note, goal = NoteForm(), GoalForm()
    if request.method == "POST":
        form: NoteForm | GoalForm
        if request.POST.get("do") == "goal":
            form = goal = GoalForm(request.POST)
        else:
            form = note = NoteForm(request.POST)
        if form.is_valid():
            try:
                _write(request, learner, form)
                return HttpResponseRedirect(request.path)
            except IllegalMove as error:
                form.add_error(None, str(error.sentence))
    context: dict[str, Any] = {
        "learner": learner,
        "cohort": learner.cohort,
        "cohort_url": cohort_home(request.user, learner.cohort),
        "progress": progress_of(
            learner,
            reader=AssessedBy.COACH,
            with_private=reads_private_notes(request.user),
        ),
        "cards": learner_cards_for(learner, at=clock.now()),
        "note_form": dress(note),
        "goal_form": dress(goal),
        "may_assess": may_assess,
        "coach": str(AssessedBy.COACH),
        "next_states": {
            state: [to for to in GoalState if GOAL_MOVES.allow(state, to)] for state in GoalState
        },
    }
    title = gettext("Progress of %(name)s") % {"name": learner.person}
    return staff_frame(request, "cohorts/staff/progress.html", title, context)


def _write(request: StaffRequest, learner: Enrolment, form: forms.Form) -> None:
    at, said = clock.now(), form.cleaned_data
    if isinstance(form, GoalForm):
        accompanying.set_goal(
            enrolment=learner,
            text=said["goal"],
            until=said["until"],
            actor=Actor.user(request.user),
            at=at,
        )
        messages.success(request, gettext("The goal is noted."))
        return
    accompanying.write_note(
        enrolment=learner,
        text=said["text"],
        is_shared=said["readers"] == "learner",
        author=request.user,
        at=at,
    )
    messages.success(request, gettext("The note is written."))


@staff_page("learner-notes/<int:key>/share/", name="share_note", roles=GUIDES)
@require_POST
def share_note(request: StaffRequest, key: int) -> HttpResponse:
    """The learner can read this note from now on."""
    notes = LearnerNote.objects.visible_to(request.user).select_related("enrolment")
    note = notes.filter(pk=key).first()
    if note is None:
        raise Http404
    try:
        accompanying.share_note(note=note, actor=Actor.user(request.user), at=clock.now())
        messages.success(request, gettext("The learner can read the note now."))
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    return HttpResponseRedirect(reverse("admin:learner_progress", args=[note.enrolment_id]))


@staff_page("goals/<int:key>/", name="move_goal", roles=GUIDES)
@require_POST
def move_goal(request: StaffRequest, key: int) -> HttpResponse:
    """Reached, dropped, or worked on again: `to` holds the state."""
    mine = Cohort.objects.visible_to(request.user)
    goals = Goal.objects.filter(enrolment__cohort__in=mine).select_related("enrolment")
    goal = goals.filter(pk=key).first()
    if goal is None:
        raise Http404
    try:
        accompanying.move_goal(
            goal=goal,
            to=request.POST.get("to", ""),
            actor=Actor.user(request.user),
            at=clock.now(),
        )
        messages.success(request, gettext("The goal is changed."))
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    return HttpResponseRedirect(reverse("admin:learner_progress", args=[goal.enrolment_id]))
