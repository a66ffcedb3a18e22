"""The steps of the form in their order, and what each says above its questions."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applicants.public import forms


@dataclass(frozen=True, slots=True)
class Step:
    slug: str
    title: Promise | str
    intro: Promise | str
    form: type[forms.StepForm]


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
TOTAL = len(STEPS) + 1  # and the page where everything is checked and sent
BY_SLUG = {step.slug: step for step in STEPS}


def number_of(slug: str) -> int:
    """The place of a step, counted from one."""
    return [step.slug for step in STEPS].index(slug) + 1
