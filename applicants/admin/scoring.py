"""The pages of an assessor: a queue in an order that says nothing, and one application at a time.

They show a first name, a number, the motivation and the answers meant for assessors. Nothing else
about the person is even put into the template. See docs/decisions/0015.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from applicants.enums import OPEN_APPLICATION_STATES, AssessmentState, QuestionType
from applicants.guidance import GUIDANCE
from applicants.models import CRITERIA, Answer, Assessment
from applicants.permissions import ASSESSORS
from applicants.scores import blind_order, name_of
from applicants.workflow.scoring import submit_assessment
from becode.accounts.models import User
from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField
from becode.core.moves import IllegalMove


@dataclass(frozen=True, slots=True)
class BlindLine:
    """All that a queue says of one application."""

    key: int
    number: str
    first_name: str
    step: str
    asked_at: Any

    @classmethod
    def of(cls, assessment: Assessment) -> "BlindLine":
        application = assessment.progress.application
        return cls(
            key=assessment.pk,
            number=application.number,
            first_name=application.person.first_name,
            step=assessment.progress.step.name,
            asked_at=assessment.assigned_at,
        )


class ScoreForm(forms.Form):
    """One mark for each criterion, with what it means, and a note."""

    note = PlainTextField(
        label=_("Note"),
        longest=2000,
        lines=3,
        required=False,
        help_text=_(
            "What you saw, in a few words. Nothing about health, origin, belief or family."
        ),
    )
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in CRITERIA:
            self.fields[key] = forms.TypedChoiceField(
                label=str(name_of(key)).capitalize(),
                choices=list(enumerate(GUIDANCE[key], start=1)),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a mark from 1 to 5.")},
            )

    @property
    def criteria(self) -> Iterator[forms.BoundField]:
        return (self[key] for key in CRITERIA)

    @property
    def marks(self) -> dict[str, int]:
        return {key: self.cleaned_data[key] for key in CRITERIA}


def queue(user: User) -> list[Assessment]:
    """What somebody still has to score, in their own blind order."""
    owed = Assessment.objects.of_assessor(user).to_score().of_open_applications().with_progress()
    return sorted(
        owed.order_by("pk"), key=lambda one: blind_order(one.assessor_id, one.progress_id)
    )


@staff_page("scoring/", name="scoring", roles=ASSESSORS)
@require_safe
def scoring(request: StaffRequest) -> HttpResponse:
    """What I have to score, what I have scored, and what I may still correct."""
    mine = Assessment.objects.of_assessor(request.user).of_open_applications()
    left = [BlindLine.of(one) for one in queue(request.user)]
    correctable = mine.submitted().alone().with_progress().order_by("-submitted_at", "-pk")
    context = {
        **staff_site.each_context(request),
        "title": gettext("Scoring"),
        "lines": left,
        "done": mine.submitted().count(),
        "correctable": [BlindLine.of(one) for one in correctable],
    }
    return TemplateResponse(request, "applicants/staff/scoring.html", context)


@staff_page("scoring/<int:key>/", name="score", roles=ASSESSORS)
@require_http_methods(["GET", "HEAD", "POST"])
def score(request: StaffRequest, key: int) -> HttpResponse:
    """One application, scored by its own assessor alone; saving leads to the next one."""
    mine = Assessment.objects.of_assessor(request.user).with_progress()
    assessment = mine.filter(pk=key).first()
    if assessment is None:
        raise Http404
    application = assessment.progress.application
    if application.state not in OPEN_APPLICATION_STATES or _both_scored(assessment):
        messages.info(request, gettext("This application is scored or closed."))
        return HttpResponseRedirect(reverse("admin:scoring"))
    form = ScoreForm(request.POST or None, initial=_marks_before(assessment))
    if request.method == "POST" and form.is_valid():
        try:
            submit_assessment(
                assessment=assessment,
                scores=form.marks,
                note=form.cleaned_data["note"],
                actor=Actor.user(request.user),
                at=clock.now(),
            )
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
            return HttpResponseRedirect(reverse("admin:scoring"))
        messages.success(request, gettext("%(number)s is scored.") % {"number": application.number})
        return HttpResponseRedirect(_next_address(request.user))
    line = BlindLine.of(assessment)
    context = {
        **staff_site.each_context(request),
        "title": f"{line.number} · {line.first_name}",
        "line": line,
        "motivation": application.motivation,
        "answers": answers_for_assessors(application.pk),
        "form": dress(form),
        "left": len(queue(request.user)),
        "is_correction": assessment.state == AssessmentState.SUBMITTED,
    }
    return TemplateResponse(request, "applicants/staff/score.html", context)


def answers_for_assessors(application_key: int) -> list[tuple[str, str]]:
    """(question, answer) pairs that assessors may read, in words; files are left out."""
    answers = (
        Answer.objects.filter(application=application_key, question__for_assessors=True)
        .exclude(version__type=QuestionType.DOCUMENT)
        .select_related("version", "question")
        .order_by("question__position", "pk")
    )
    pairs = [(answer.version.text, _in_words(answer)) for answer in answers]
    return [(question, words) for question, words in pairs if words]


def _in_words(answer: Answer) -> str:
    if answer.version.type == QuestionType.YES_NO:
        said = answer.values or [answer.text]
        return {"yes": gettext("Yes"), "no": gettext("No")}.get(said[0], "")
    if not answer.values:
        return answer.text
    language = (get_language() or "en")[:2]
    names = {
        choice["value"]: choice.get(language) or choice.get("en") or choice["value"]
        for choice in answer.version.choices
    }
    return ", ".join(str(names.get(value, value)) for value in answer.values)


def _both_scored(assessment: Assessment) -> bool:
    mine = Assessment.objects.filter(pk=assessment.pk)
    return mine.submitted().exists() and not mine.alone().exists()


def _marks_before(assessment: Assessment) -> dict[str, Any]:
    return {name: getattr(assessment, name) for name in (*CRITERIA, "note")}


def _next_address(user: User) -> str:
    left = queue(user)
    return reverse("admin:score", args=[left[0].pk]) if left else reverse("admin:scoring")
