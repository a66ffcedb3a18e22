"""The form of one evaluation, for the learner and for the coach: a level for each competence."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from becode.core.forms import PlainTextField
from cohorts.enums import AssessedBy
from cohorts.models import Competence, Evaluation
from cohorts.progress import LEVEL_WORDS, SELF_WORDS

LONGEST = 1000


class EvaluationForm(forms.Form):
    """Everything may be left out of a draft; `is_filing` asks for every level."""

    fields: dict[str, Any]

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        evaluation: Evaluation,
        competences: Sequence[Competence],
        is_filing: bool = False,
    ) -> None:
        super().__init__(data)
        asks_all = is_filing or data is None  # a page that is opened shows what handing in asks
        self.competences = competences
        is_own = evaluation.by == AssessedBy.SELF
        words = SELF_WORDS if is_own else LEVEL_WORDS
        for competence in competences:
            self.fields[_name(competence)] = forms.TypedChoiceField(
                label=competence.name,
                choices=list(words.items()),
                coerce=int,
                empty_value=None,
                required=asks_all,
                widget=forms.RadioSelect,
                initial=evaluation.marks.get(str(competence.pk)),
                error_messages={
                    "required": _("Choose how far."),
                    "invalid_choice": _("Choose how far."),
                },
            )
        texts: tuple[tuple[str, str | Promise, str], ...] = (
            ("strengths", _("What goes well?"), evaluation.strengths),
            (
                "work_points",
                _("What do you want to work on?") if is_own else _("What to work on?"),
                evaluation.work_points,
            ),
        )
        for name, label, initial in texts:
            self.fields[name] = PlainTextField(
                label=label, longest=LONGEST, lines=4, required=False, initial=initial
            )

    @property
    def levels(self) -> Iterator[forms.BoundField]:
        """The fields of the competences, in the order of the track."""
        return (self[_name(competence)] for competence in self.competences)

    @property
    def texts(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in ("strengths", "work_points"))

    @property
    def draft(self) -> dict[str, Any]:
        """What can be kept of a bound form, also where other fields have errors."""
        self.full_clean()
        marks = {
            competence.pk: level
            for competence in self.competences
            if (level := self.cleaned_data.get(_name(competence)))
        }
        return {
            "marks": marks,
            **{
                name: self.cleaned_data.get(name, self.fields[name].initial)
                for name in ("strengths", "work_points")
            },
        }


def _name(competence: Competence) -> str:
    return f"level_{competence.pk}"
