from collections.abc import Sequence
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from applicants.enums import DeclineReason, WithdrawalReason
from applicants.workflow.more_time import LONGEST_WORDS
from becode.core.forms import CHOOSE, PlainTextField

ERRORS = {"required": CHOOSE, "invalid_choice": CHOOSE}


class DeclineForm(forms.Form):
    """Why not this seat, and whether they go on waiting."""

    reason = forms.ChoiceField(
        label=_("Why do you say no?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages=ERRORS,
    )
    keep_place = forms.ChoiceField(
        label=_("Do you want to stay on the list for another seat?"),
        choices=[("yes", _("Yes, I keep waiting")), ("no", _("No, take me off this list"))],
        widget=forms.RadioSelect,
        error_messages=ERRORS,
    )

    def __init__(self, *args: Any, asks_place: bool = True, **kwargs: Any) -> None:
        """`asks_place`: the rule of the list lets the person choose about the place."""
        super().__init__(*args, **kwargs)
        if not asks_place:
            del self.fields["keep_place"]

    @property
    def keeps_place(self) -> bool:
        """What they wish; where they were not asked, the rule of the list decides anyway."""
        return self.cleaned_data.get("keep_place", "yes") == "yes"


class MoreTimeForm(forms.Form):
    words = PlainTextField(
        label=_("Why do you need more time?"),
        help_text=_("A few words are enough."),
        longest=LONGEST_WORDS,
        lines=3,
        required=False,
    )


ALL_LISTS, OWN_DAY = "all", "day"
PRESETS = (1, 3, 6)


class PauseForm(forms.Form):
    """Until when, and on which list where there are several.

    `lists` are (key, city) pairs of the places that wait; `today` is the day in Brussels.
    """

    which = forms.ChoiceField(
        label=_("On which list?"), widget=forms.RadioSelect, error_messages=ERRORS
    )
    until = forms.ChoiceField(label=_("How long?"), widget=forms.RadioSelect, error_messages=ERRORS)
    day = forms.DateField(
        label=_("Another day"),
        help_text=_("Only if you chose “until another day”."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"],
        error_messages={"invalid": _("Please write the day like this: 31/12/2026.")},
    )

    def __init__(
        self, *args: Any, lists: Sequence[tuple[int, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.days = {str(months): today + relativedelta(months=months) for months in PRESETS}
        if len(lists) > 1:
            cities = [(str(key), city) for key, city in lists]
            self._choices("which", [(ALL_LISTS, gettext("On all my lists")), *cities])
            self.fields["which"].initial = ALL_LISTS
        else:
            del self.fields["which"]
        choices = [(key, _preset(int(key), day)) for key, day in self.days.items()]
        self._choices("until", [*choices, (OWN_DAY, gettext("Until another day"))])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField), "only these have choices"
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("until") == OWN_DAY and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Please choose a day."))
        return cleaned

    @property
    def until_day(self) -> date:
        """The day on which seats are offered again."""
        chosen: str = self.cleaned_data["until"]
        day: date = self.cleaned_data["day"] if chosen == OWN_DAY else self.days[chosen]
        return day

    @property
    def list_key(self) -> int | None:
        """The place that pauses; None for all."""
        which = self.cleaned_data.get("which", ALL_LISTS)
        return None if which == ALL_LISTS else int(which)


def _preset(months: int, day: date) -> str:
    return ngettext("%(count)d month, until %(day)s", "%(count)d months, until %(day)s", months) % {
        "count": months,
        "day": date_format(day, "j F Y"),
    }


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why do you stop?"),
        choices=WithdrawalReason.choices,
        widget=forms.RadioSelect,
        error_messages=ERRORS,
    )


class ChallengeForm(forms.Form):
    """What somebody sends along with a challenge; nothing is a good answer too."""

    answer = PlainTextField(
        label=_("A link to your work, or a few words"),
        longest=2000,
        lines=4,
        required=False,
    )
