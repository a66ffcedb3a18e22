"""What people say of themselves after leaving: forms that the link and the own pages share."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.core.forms import CHOOSE, PlainTextField
from becode.files.forms import UploadField
from placements.enums import AtExit, ContractType, FollowUpAnswer
from placements.forms import DayField

YES, NO = "yes", "no"


class MoreForm(forms.Form):
    """Two short questions after the first tap, each of which may be skipped."""

    def told(self) -> dict[str, Any]:
        """The answers, for `follow_ups.tell_more`."""
        return dict(self.cleaned_data)


class WorkForm(MoreForm):
    place = PlainTextField(label=_("Where do you work?"), longest=150, required=False)
    since_on = DayField(label=_("Since when?"), required=False)
    may_ask_employer = forms.BooleanField(
        label=_("You may ask my employer to confirm it"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].widget.attrs["autocomplete"] = "organization"


class StudyForm(MoreForm):
    detail = PlainTextField(label=_("What do you study?"), longest=150, required=False)
    place = PlainTextField(label=_("Where?"), longest=150, required=False)


class SeekForm(MoreForm):
    detail = PlainTextField(label=_("Which work do you look for?"), longest=150, required=False)
    place = PlainTextField(
        label=_("In which town or region?"),
        longest=150,
        required=False,
    )


class ElseForm(MoreForm):
    detail = PlainTextField(
        label=_("What do you do?"),
        help_text=_("A few words. You do not have to tell us about your health."),
        longest=150,
        required=False,
    )
    is_seeking = forms.TypedChoiceField(
        label=_("Do you look for work?"),
        choices=[(YES, _("Yes")), (NO, _("No"))],
        coerce=lambda value: value == YES,
        empty_value=None,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )


MORE: dict[str, type[MoreForm]] = {
    FollowUpAnswer.WORKING: WorkForm,
    FollowUpAnswer.STUDYING: StudyForm,
    FollowUpAnswer.SEEKING: SeekForm,
    FollowUpAnswer.SOMETHING_ELSE: ElseForm,
}


class ProofForm(forms.Form):
    file = UploadField(
        label=_("Photo or file"),
        help_text=_("A photo (JPG or PNG) or a PDF, at most 5 MB."),
    )


class ExitAnswerForm(forms.Form):
    """The situation on the day of leaving."""

    situation = forms.ChoiceField(
        label=_("What did you do on that day?"),
        choices=AtExit.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    detail = PlainTextField(
        label=_("What and where?"),
        help_text=_("For example: salesperson in a shop, or evening school."),
        longest=200,
        required=False,
    )


class MyJobForm(forms.Form):
    """A job, as the person tells it."""

    employer_name = PlainTextField(label=_("Where do you work?"), longest=150)
    function = PlainTextField(label=_("What do you do there?"), longest=120)
    contract_type = forms.ChoiceField(
        label=_("Which contract do you have?"),
        choices=ContractType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    is_part_time = forms.ChoiceField(
        label=_("How much do you work?"),
        choices=[
            ("100", _("Full-time")),
            ("80", _("Four days of five")),
            ("50", _("Half-time")),
            ("40", _("Less than half-time")),
        ],
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
        initial="100",
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    start_on = DayField(label=_("First day"))
    end_on = DayField(
        label=_("Last day"), help_text=_("Only if your contract says one."), required=False
    )
    may_ask_employer = forms.BooleanField(
        label=_("You may ask my employer to confirm it"), required=False
    )
    file = UploadField(
        label=_("Photo of your contract or a payslip"),
        help_text=_("You may cover the amounts. You can also send it later."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer_name"].widget.attrs["autocomplete"] = "organization"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start_on, end_on = cleaned.get("start_on"), cleaned.get("end_on")
        if start_on and end_on and end_on < start_on:
            self.add_error("end_on", _("The last day cannot be before the first day."))
        return cleaned


class MyJobEndForm(forms.Form):
    end_on = DayField(label=_("What was your last day?"))

    def __init__(self, *args: Any, start_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.start_on = start_on

    def clean_end_on(self) -> date:
        day: date = self.cleaned_data["end_on"]
        if day < self.start_on:
            raise forms.ValidationError(_("The last day cannot be before the first day."))
        return day
