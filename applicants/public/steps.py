"""The steps of the form in their order, and what each says above its questions."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applicants.public import forms
from applicants.public.question_form import QuestionForm
from applicants.questions.asking import PREFIX, Screen


@dataclass(frozen=True, slots=True)
class Step:
    slug: str
    title: Promise | str
    intro: Promise | str
    form: type[forms.StepForm]
    screen: Screen | None = None


STEPS = [
    Step(
        "you",
        _("Who are you?"),
        _("It takes about five minutes. You can go back at any time."),
        forms.YouForm,
    ),
    Step(
        "contact",
        _("How do we reach you?"),
        _("One of the two is enough: an e-mail address or a phone number."),
        forms.ContactForm,
    ),
    Step(
        "languages",
        _("Your languages"),
        _("Answer as you feel it. There is no wrong answer."),
        forms.LanguagesForm,
    ),
    Step(
        "course",
        _("Your course"),
        _("You stand on the list of each campus that you choose."),
        forms.CourseForm,
    ),
    Step("about", _("About you"), "", forms.AboutForm),
]
BY_SLUG = {step.slug: step for step in STEPS}
# Comes after "you" where somebody else holds the pen.
HELPER = Step(
    "helper",
    _("You help somebody"),
    _("Thank you! The person gets a message from us and says that it is right."),
    forms.HelperForm,
)
# What the addresses of steps that only some people see begin with.
LATER = ("helper", PREFIX)
# The questions that colleagues wrote come after this step, which says for which track.
BEFORE_QUESTIONS = "course"


def question_step(screen: Screen) -> Step:
    """The step of one screen of questions."""
    return Step(screen.slug, _("A few questions"), "", QuestionForm, screen)
