"""Form parts that the company portal and the staff site share."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from becode.campuses.models import Campus
from becode.core import clock
from becode.core.forms import CHOOSE, REQUIRED, PlainTextField
from cohorts.models import Track
from placements.enums import ProposalDecline
from placements.models import Position

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


POSITION_FIELDS = ("title", "tasks", "track", "campus", "site", "languages", "places", "start_on")


class PositionForm(forms.Form):
    """An internship place, in plain words; companies and colleagues fill in the same form."""

    title = PlainTextField(
        label=_("What do you call the internship?"),
        help_text=_("For example: Junior web developer."),
        longest=120,
    )
    tasks = PlainTextField(
        label=_("What will the intern do?"),
        help_text=_("Real tasks, in plain words. Who helps them?"),
        longest=3000,
        lines=6,
    )
    track = forms.ModelChoiceField(
        label=_("For which training?"),
        queryset=Track.objects.none(),
        required=False,
        empty_label=_("I do not know"),
    )
    campus = forms.ModelChoiceField(
        label=_("Which campus is nearest?"),
        queryset=Campus.objects.none(),
        empty_label=_("Choose a campus"),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    site = PlainTextField(
        label=_("Where is it?"),
        help_text=_("Street and town. Is working from home possible? Say how often."),
        longest=200,
    )
    languages = forms.MultipleChoiceField(
        label=_("Which languages does the team speak?"),
        choices=TEAM_LANGUAGES,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--row"}),
        error_messages={"required": CHOOSE},
    )
    places = forms.IntegerField(
        label=_("How many interns?"),
        min_value=1,
        max_value=20,
        initial=1,
        error_messages={
            "required": REQUIRED,
            "invalid": _("Please write a number."),
            "min_value": _("One place is the least."),
            "max_value": _("Do you have more than 20 places? Call us."),
        },
    )
    start_on = DayField(label=_("From when?"), required=False)

    def __init__(self, *args: Any, position: Position | None = None, **kwargs: Any) -> None:
        """With `position` the form begins with what it says now."""
        if position is not None:
            kwargs["initial"] = {name: getattr(position, name) for name in POSITION_FIELDS}
        super().__init__(*args, **kwargs)
        today = clock.today()
        tracks, campuses = Track.objects.open_on(today), Campus.objects.open_on(today)
        if position is not None and position.track_id is not None:
            tracks = tracks | Track.objects.filter(pk=position.track_id).order_by("code", "pk")
        if position is not None:
            campuses = campuses | Campus.objects.filter(pk=position.campus_id)
        self.fields["track"].queryset = tracks  # type: ignore[attr-defined]
        self.fields["campus"].queryset = campuses  # type: ignore[attr-defined]
