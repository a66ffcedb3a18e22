"""Form parts that the company portal and the staff site share."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from becode.core.forms import CHOOSE, REQUIRED, PlainTextField
from placements.enums import ProposalDecline

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
TEAM_LANGUAGES = [
    ("nl", _("Dutch")),
    ("fr", _("French")),
    ("en", _("English")),
    ("de", _("German")),
]


def team_languages(codes: Iterable[str]) -> str:
    """The languages of a team in words."""
    names = dict(TEAM_LANGUAGES)
    return ", ".join(str(names.get(code, code.upper())) for code in codes)


class DayField(forms.DateField):
    """A day, as the browser's own picker sends it or as people in Belgium type it."""

    default_error_messages = {
        "required": REQUIRED,
        "invalid": _("This day does not exist. Example: 28/02/2027."),
        "year": _("Please look at the year."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d")
        kwargs.setdefault("widget", widget)
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"], **kwargs)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and not EARLIEST <= value <= LATEST:
            raise ValidationError(self.error_messages["year"], code="year")


class DeclineForm(forms.Form):
    """Why a company says no; a reason is enough."""

    reason = forms.ChoiceField(
        label=_("Why not?"),
        choices=ProposalDecline.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    note = PlainTextField(
        label=_("Do you want to explain?"),
        help_text=_("Only the school reads this."),
        longest=500,
        lines=3,
        required=False,
    )
