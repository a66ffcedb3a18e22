"""The questions of the entry record, for a colleague and for the learner."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from becode.core import clock
from becode.core.forms import refuse_far_day
from cohorts.enums import Housing, LabourStatus, NationalityGroup, Schooling
from cohorts.models import EntryRecord
from cohorts.workflow.entry import QUESTIONS

NOT_ASKED, UNKNOWN, UNSAID = "not_asked", "unknown", "unsaid"
LEARNERS_WORDS = {
    "schooling": _("What is your highest diploma?"),
    "labour_status": _("Did you have work before the training?"),
    "nationality_group": _("What is your nationality?"),
    "born_in": _("Where were you born?"),
    "parents_born_in": _("Where was one of your parents born?"),
    "housing": _("Where do you live?"),
}
LEARNERS_ANSWERS: dict[str, str | Promise] = {
    UNSAID: _("I prefer not to say"),
    UNKNOWN: _("I do not know"),
}
# Answers that speak of somebody else, as the learner says them.
LEARNERS_OWN: dict[str, dict[str, str | Promise]] = {
    "schooling": {Schooling.ISCED_0: pgettext_lazy("diploma", "I have none")},
    "labour_status": {
        LabourStatus.UNEMPLOYED: _("I was looking for work, registered or not"),
        LabourStatus.INACTIVE: _("I was not looking for work"),
        LabourStatus.EMPLOYED: _("I worked, for somebody or for myself"),
    },
    "nationality_group": {
        NationalityGroup.BELGIAN: _("I am Belgian"),
        NationalityGroup.EU: _("I am of another country of the European Union"),
        NationalityGroup.THIRD: _("I am of a country outside the European Union, or of none"),
    },
    "housing": {
        Housing.OWN: _("I have a home of my own, rented or bought"),
        Housing.FAMILY: _("I live with family"),
        Housing.INSECURE: _("I have no home, or one that is not sure or not fit"),
    },
}


def _day_input(*, for_learner: bool) -> forms.DateInput:
    """A learner picks the day on the phone; colleagues type it as everywhere."""
    if for_learner:
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateInput()


class EntryForm(forms.Form):
    """One question after the other; a value, prefers not to say, unknown, not asked: four things.

    With `for_learner` the words are theirs, and nothing is "not asked".
    """

    fields: dict[str, Any]

    def __init__(
        self, *args: Any, entry: EntryRecord | None, for_learner: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.for_learner = for_learner
        for name in QUESTIONS:
            column: Any = EntryRecord._meta.get_field(name)
            choices = list(column.choices)
            kept = getattr(entry, name, NOT_ASKED)
            if for_learner:
                choices = [
                    (value, (LEARNERS_ANSWERS | LEARNERS_OWN.get(name, {})).get(value, label))
                    for value, label in choices
                    if value != NOT_ASKED
                ]
                kept = "" if kept == NOT_ASKED else kept
            label = LEARNERS_WORDS[name] if for_learner else column.verbose_name
            self.fields[name] = forms.ChoiceField(
                label=label if for_learner else str(label).capitalize(),
                choices=choices,
                initial=kept,
                required=not for_learner,
                widget=forms.RadioSelect,
            )
        self.fields["unemployed_since"] = forms.DateField(
            label=_("Without work since") if not for_learner else _("Without work since when?"),
            required=False,
            initial=getattr(entry, "unemployed_since", None),
            widget=_day_input(for_learner=for_learner),
            validators=[refuse_far_day],
            help_text=_("About is good enough: the first day of the month."),
        )
        self.order_fields([*QUESTIONS[:2], "unemployed_since", *QUESTIONS[2:]])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since = cleaned.get("unemployed_since")
        if since and since > clock.today():
            self.add_error("unemployed_since", _("This day has not come yet."))
        if since and cleaned.get("labour_status") != LabourStatus.UNEMPLOYED:
            self.add_error(
                "unemployed_since", _("This is only for people who were looking for work.")
            )
        return cleaned

    @property
    def answers(self) -> dict[str, str]:
        """The answer to each question; what a learner left open is not asked."""
        return {name: self.cleaned_data.get(name) or NOT_ASKED for name in QUESTIONS}

    @property
    def questions(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.fields)
