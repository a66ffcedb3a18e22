from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.core.forms import PlainTextField, refuse_far_day
from cohorts.enums import AbsenceKind, DayPart, ProofKind


class FileAbsenceForm(forms.Form):
    """An absence of a learner who phoned."""

    kind = forms.ChoiceField(label=_("What"), choices=AbsenceKind.choices)
    first_on = forms.DateField(label=_("First day"), validators=[refuse_far_day])
    last_on = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: the same day."),
        validators=[refuse_far_day],
    )
    part = forms.ChoiceField(label=_("Part of the day"), choices=DayPart.choices)
    proof_kind = forms.ChoiceField(label=_("Kind of proof"), choices=ProofKind.choices)
    words = PlainTextField(
        label=_("What happened"),
        help_text=_("Nothing about an illness: the proof says it to who judges."),
        longest=500,
        lines=3,
        required=False,
    )


class AcceptForm(forms.Form):
    reason = PlainTextField(
        label=_("Why"),
        help_text=_(
            "The learner reads this. Nothing about an illness. "
            "Needed where you change an earlier judgement."
        ),
        longest=300,
        lines=3,
        required=False,
    )


class RejectForm(forms.Form):
    reason = PlainTextField(
        label=_("Why"),
        help_text=_(
            "The learner reads this: “The paper is for another day.” Nothing about an illness."
        ),
        longest=300,
        lines=3,
    )


class CloseFlagForm(forms.Form):
    """The talk: when, with whom, what was agreed."""

    met_on = forms.DateField(label=_("Day of the talk"), validators=[refuse_far_day])
    met_with = PlainTextField(label=_("Who was there"), longest=200)
    agreed = PlainTextField(
        label=_("What was agreed"),
        help_text=_("What helps, and who does what. Nothing about an illness."),
        longest=2000,
        lines=5,
    )


class LockForm(forms.Form):
    """A month; a reason where a new version is made."""

    reason = PlainTextField(
        label=_("Why a new version"),
        help_text=_("Only where locked hours changed. It stands on the paper."),
        longest=300,
        lines=2,
        required=False,
    )


def month_of(text: str) -> date | None:
    """The first day of a month written `2026-03`; None for anything else."""
    parts: Any = text.split("-")
    try:
        year, month = (int(part) for part in parts)
        return date(year, month, 1)
    except ValueError:
        return None
