"""The form with which a company offers moments for a talk."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from becode.core import clock
from becode.core.forms import CHOOSE, REQUIRED, PlainTextField
from placements.forms import DayField
from placements.workflow.interviews import MOST_MOMENTS, Moment

LENGTHS = [(30, _("30 minutes")), (45, _("45 minutes")), (60, _("One hour"))]


class TimeField(forms.TimeField):
    """An hour, as the browser's own picker sends it or as people type it."""

    default_error_messages = {
        "required": REQUIRED,
        "invalid": _("This time does not exist. Example: 14:30."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time", "autocomplete": "off"}, format="%H:%M")
        kwargs.setdefault("widget", widget)
        formats = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H.%M", "%Hu%M"]
        super().__init__(input_formats=formats, **kwargs)


class MomentsForm(forms.Form):
    """One to three moments, all at the same place and of the same length."""

    day_1 = DayField(label=_("First moment: day"))
    time_1 = TimeField(label=_("First moment: hour"))
    day_2 = DayField(label=_("Second moment: day"), required=False)
    time_2 = TimeField(label=_("Second moment: hour"), required=False)
    day_3 = DayField(label=_("Third moment: day"), required=False)
    time_3 = TimeField(label=_("Third moment: hour"), required=False)
    minutes = forms.TypedChoiceField(
        label=_("How long?"),
        choices=LENGTHS,
        coerce=int,
        initial=45,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    where = PlainTextField(
        label=_("Where, or the link of the call"),
        help_text=_("The learner reads this. Whom should they ask for?"),
        longest=200,
    )

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        """`place` is where the internship is, to begin with."""
        super().__init__(*args, **kwargs)
        self.fields["where"].initial = place

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        now = clock.now()
        found: dict[int, datetime] = {}
        for number in range(1, MOST_MOMENTS + 1):
            day, hour = cleaned.get(f"day_{number}"), cleaned.get(f"time_{number}")
            if self.has_error(f"day_{number}") or self.has_error(f"time_{number}"):
                continue
            if bool(day) != bool(hour):
                name = f"time_{number}" if day else f"day_{number}"
                self.add_error(name, ValidationError(REQUIRED, code="required"))
            elif day and hour:
                moment = clock.at_local(day, hour.hour, hour.minute)
                if moment <= now:
                    self.add_error(f"day_{number}", _("Choose a moment that is still to come."))
                elif moment in found.values():
                    self.add_error(f"day_{number}", _("You offer this moment twice."))
                found[number] = moment
        self._found: list[datetime] = list(found.values())
        return cleaned

    @property
    def moments(self) -> list[Moment]:
        """Of a form that is valid."""
        minutes, where = self.cleaned_data["minutes"], self.cleaned_data["where"]
        return [Moment(moment, minutes, where) for moment in self._found]
