"""Forms about an internship that company, learner, colleague and the holder of a link share."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from becode.core.forms import CHOOSE, NameField, PlainTextField
from becode.formats.letters import PaperTextField
from cohorts.signing import read_signature
from placements.enums import EvaluatedBy, InternAbsence, Skill, WouldHire
from placements.evaluating import MARK_WORDS, asks_about_hiring
from placements.forms import DayField
from placements.hours import CLOSED, HOLIDAY, RESTS, SHORTER, InternDay
from placements.intern_months import BY_ITSELF, Said
from placements.models import InternshipEvaluation

LONGEST = 1000
TEXTS = ("strengths", "work_points", "action")
HELP_MENTOR = {
    Skill.TECHNICAL: _("Does the work well, and learns what is new."),
    Skill.AUTONOMY: _("Goes on alone, and asks when it is needed."),
    Skill.COMMUNICATION: _("Says clearly what is done and what is not."),
    Skill.TEAMWORK: _("Works well with the others."),
    Skill.PUNCTUALITY: _("Is there in time, and says so when not."),
}


class InternEvaluationForm(forms.Form):
    """Five skills, three texts, and from week 4 on the question about hiring.

    Everything may be left out of a draft; `is_filing` asks for every mark.
    """

    fields: dict[str, Any]

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        evaluation: InternshipEvaluation,
        is_filing: bool = False,
    ) -> None:
        super().__init__(data)
        asks_all = is_filing or data is None  # a page that is opened shows what handing in asks
        is_mentor = evaluation.by == EvaluatedBy.MENTOR
        for skill in Skill:
            self.fields[skill.value] = forms.TypedChoiceField(
                label=skill.label,
                help_text=HELP_MENTOR[skill] if is_mentor else "",
                choices=list(MARK_WORDS.items()),
                coerce=int,
                empty_value=None,
                required=asks_all,
                widget=forms.RadioSelect(attrs={"class": "choices--marks"}),
                initial=evaluation.marks.get(skill.value),
                error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
            )
        if asks_about_hiring(evaluation):
            self.fields["would_hire"] = forms.ChoiceField(
                label=_("Would you hire this person?")
                if is_mentor
                else _("Would you like to work here?"),
                choices=WouldHire.choices,
                required=asks_all,
                widget=forms.RadioSelect(attrs={"class": "choices--row"}),
                initial=evaluation.would_hire,
                error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
            )
        labels = {
            "strengths": _("What goes well?"),
            "work_points": _("What to work on?") if is_mentor else _("What is difficult?"),
            "action": _("What do you agree to do?"),
        }
        for name in TEXTS:
            self.fields[name] = PlainTextField(
                label=labels[name],
                longest=LONGEST,
                lines=3,
                required=False,
                initial=getattr(evaluation, name),
            )

    @property
    def draft(self) -> dict[str, Any]:
        """What can be kept of a bound form, also where other fields have errors."""
        self.full_clean()
        kept = self.cleaned_data
        marks = {
            skill.value: kept[skill.value] for skill in Skill if kept.get(skill.value) is not None
        }
        texts = {name: kept.get(name, self.fields[name].initial) for name in TEXTS}
        return {"marks": marks, **texts, "would_hire": kept.get("would_hire", "")}


class AbsenceForm(forms.Form):
    """Which days, and why as far as the school has to know."""

    first_on = DayField(label=_("First day"))
    last_on = DayField(
        label=_("Last day"), required=False, help_text=_("Empty: only this one day.")
    )
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=InternAbsence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    note = PlainTextField(
        label=_("Something we should know?"),
        help_text=_("Nothing about an illness itself, please."),
        longest=300,
        lines=2,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first_on = cleaned.get("first_on")
        if first_on and not self.has_error("last_on"):
            cleaned["last_on"] = cleaned.get("last_on") or first_on
            if cleaned["last_on"] < first_on:
                self.add_error("last_on", _("The last day cannot be before the first day."))
        return cleaned


class OwnAbsenceForm(AbsenceForm):
    """The learner's own: what they know of it they know."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.choices = [one for one in InternAbsence.choices if one[0] != InternAbsence.UNKNOWN]


AS_PLANNED = ""
SAID_OF_A_DAY = [
    (AS_PLANNED, _("As planned")),
    (SHORTER, _("Fewer hours")),
    *InternAbsence.choices,
    (CLOSED, _("We were closed")),
]
DAY_WORDS = {
    **{code: label for code, label in SAID_OF_A_DAY if code},
    HOLIDAY: _("Public holiday"),
    RESTS: _("The internship rests"),
}


class MonthForm(forms.Form):
    """One line a day, filled in with what is known: one tap confirms, or days are changed."""

    note = PlainTextField(label=_("Remark"), longest=300, required=False)
    fields: dict[str, Any]

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        days: Sequence[InternDay],
        needs_reason: bool = False,
    ) -> None:
        super().__init__(data)
        self.days = days
        for day in self._open_days():
            words = date_format(day.on, "l j F")
            self.fields[_said(day)] = forms.ChoiceField(
                label=words,
                choices=SAID_OF_A_DAY,
                required=False,
                initial=day.reason,
                widget=forms.Select(attrs={"aria-label": words}),
                error_messages={"invalid_choice": CHOOSE},
            )
            self.fields[_hours(day)] = forms.DecimalField(
                label=words,
                required=False,
                min_value=0,
                max_value=24,
                max_digits=4,
                decimal_places=2,
                localize=False,
                initial=round(day.present / 60, 2) if day.reason == SHORTER else None,
                widget=forms.NumberInput(
                    attrs={"aria-label": _("Hours"), "step": "0.25", "inputmode": "decimal"}
                ),
                error_messages={
                    "invalid": _("Please write a number of hours, for example 5.5."),
                    "min_value": _("Please write a number of hours, for example 5.5."),
                    "max_value": _("Please write a number of hours, for example 5.5."),
                },
            )
        if needs_reason:
            self.fields["reason"] = PlainTextField(
                label=_("What was wrong?"),
                help_text=_("The hours were confirmed before. The earlier version is kept."),
                longest=300,
            )
            self.order_fields(["reason"])

    def _open_days(self) -> Iterator[InternDay]:
        return (day for day in self.days if day.reason not in BY_ITSELF)

    @property
    def lines(self) -> Iterator[dict[str, Any]]:
        """Each day with its fields; what holds by itself has words instead."""
        for day in self.days:
            if day.reason in BY_ITSELF:
                yield {"day": day, "words": DAY_WORDS[day.reason]}
            else:
                yield {"day": day, "said": self[_said(day)], "hours": self[_hours(day)]}

    @property
    def days_planned(self) -> int:
        return sum(day.planned > 0 for day in self.days)

    @property
    def hours_present(self) -> str:
        minutes = sum(day.present for day in self.days)
        return f"{minutes // 60}:{minutes % 60:02d}"

    @property
    def exceptions(self) -> list[tuple[date, Any]]:
        """Days that are not as planned, with why, as far as is known."""
        return [(day.on, DAY_WORDS[day.reason]) for day in self.days if day.reason]

    @property
    def has_changed_days(self) -> bool:
        """Whether the days are shown opened: after a fault in one of them."""
        return self.is_bound

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for day in self._open_days():
            is_shorter = cleaned.get(_said(day)) == SHORTER
            if is_shorter and _hours(day) in cleaned and cleaned[_hours(day)] is None:
                self.add_error(_hours(day), _("How many hours?"))
        return cleaned

    @property
    def said(self) -> dict[date, Said]:
        """What was sent about each day that is open; after `is_valid`."""
        found = {}
        for day in self._open_days():
            if _said(day) not in self.data:
                continue
            hours = self.cleaned_data.get(_hours(day))
            minutes = None if hours is None else round(float(hours) * 60)
            found[day.on] = Said(self.cleaned_data.get(_said(day), ""), minutes)
        return found


def _said(day: InternDay) -> str:
    return f"day_{day.on:%Y%m%d}"


def _hours(day: InternDay) -> str:
    return f"hours_{day.on:%Y%m%d}"


class WorkstationForm(forms.Form):
    """What the work is, what can go wrong, what protects."""

    task = PaperTextField(label=_("What will the intern do?"), longest=1000, lines=4)
    place = PaperTextField(
        label=_("Where is the place of work?"),
        help_text=_("Address, floor, desk. Also at home? Say so."),
        longest=200,
    )
    screen_work = forms.BooleanField(label=_("The work is at a screen"), required=False)
    risks = PaperTextField(
        label=_("Which risks are there?"),
        help_text=_("For example: long sitting, a machine, lifting, stress. None? Write “none”."),
        longest=1000,
        lines=3,
    )
    protection = PaperTextField(
        label=_("What protects?"),
        help_text=_("For example: a good chair, safety shoes, breaks."),
        longest=1000,
        lines=3,
        required=False,
    )
    instruction = PaperTextField(
        label=_("What do you explain on the first day?"),
        help_text=_("For example: the way out, first aid, who to ask."),
        longest=1000,
        lines=3,
        required=False,
    )
    health_check = forms.BooleanField(
        label=_("A check by the company doctor is needed"), required=False
    )
    prevention_adviser = PaperTextField(
        label=_("Prevention adviser"),
        help_text=_("The name, or the external service."),
        longest=150,
        required=False,
    )


class SignatureForm(forms.Form):
    """A signature: drawn, or a typed name with a tick; and the name of who signs."""

    name = NameField(label=_("Who signs?"), longest=150)
    strokes = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    agrees = forms.BooleanField(
        label=_("I agree with what is written above"),
        required=False,
        help_text=_("Enough where you cannot draw a signature below."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            cleaned["signature"] = read_signature(
                strokes=cleaned.get("strokes", ""),
                typed=cleaned.get("name", ""),
                agrees=cleaned.get("agrees", False),
            )
        except ValidationError as error:
            if not self.has_error("name"):
                self.add_error("agrees", error)
        return cleaned
