"""Forms of the staff verbs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.backoffice.verbs import VerbForm
from becode.core import clock
from becode.core.forms import (
    CHOOSE,
    REQUIRED,
    ContactEmailField,
    NameField,
    PhoneField,
    PlainTextField,
    PostcodeField,
)
from placements.enums import ContractType, EvidenceLevel, FollowUpAnswer
from placements.forms import DayField
from placements.models import Company, CompanyContact, Position
from placements.numbers import clean_company_number
from placements.position_form import PositionForm
from placements.workflow.internships import default_period


class CompanyForm(forms.ModelForm):
    """A company's own facts. The number may be typed as on an invoice."""

    name = PlainTextField(label=_("Name"), longest=150)
    number = forms.CharField(
        label=_("Company number"),
        required=False,
        help_text=_("Ten digits, for example 0123.456.749."),
    )
    sector = PlainTextField(label=_("Sector"), longest=80, required=False)
    address = PlainTextField(label=_("Address"), longest=200, required=False)
    postcode = PostcodeField(label=_("Postcode"), required=False)
    municipality = PlainTextField(label=_("Municipality"), longest=80, required=False)
    notes = PlainTextField(label=_("Notes"), longest=5000, lines=4, required=False)

    class Meta:
        model = Company
        fields = (
            "name",
            "number",
            "sector",
            "address",
            "postcode",
            "municipality",
            "campuses",
            "notes",
            "is_active",
        )

    def clean_number(self) -> str:
        return clean_company_number(self.cleaned_data["number"])


class InviteForm(forms.Form):
    name = NameField(label=_("Name"), longest=150)
    email = ContactEmailField(label=_("E-mail"))
    phone = PhoneField(label=_("Phone"), required=False)
    job_title = PlainTextField(label=_("Function"), longest=80, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]
    )


class ChooseContactForm(VerbForm):
    contact = forms.ModelChoiceField(
        label=_("Who?"),
        queryset=CompanyContact.objects.none(),
        empty_label=_("Choose a contact"),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = CompanyContact.objects.of_company(self.obj.pk).filter(is_active=True)
        field: Any = self.fields["contact"]
        field.queryset = contacts
        field.label_from_instance = lambda contact: f"{contact.user} · {contact.user.email}"


class StaffPositionForm(PositionForm, VerbForm):
    """The same form as the company's: for a new position of a company, or one to change."""

    def __init__(self, *args: Any, obj: Any, user: User, **kwargs: Any) -> None:
        position = obj if isinstance(obj, Position) else None
        company = obj if isinstance(obj, Company) else obj.company
        super().__init__(*args, company=company, position=position, obj=obj, user=user, **kwargs)


class PlanForm(VerbForm):
    """The period and the mentor; it begins with the default period of the cohort."""

    start_on = DayField(label=_("First day"))
    end_on = DayField(label=_("Last day"))
    mentor = forms.ModelChoiceField(
        CompanyContact.objects.none(),
        label=_("Mentor"),
        required=False,
        help_text=_("Somebody new? Add them to the company's contacts first."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = CompanyContact.objects.of_company(self.obj.position.company_id)
        mentor: Any = self.fields["mentor"]
        mentor.queryset = contacts.filter(is_active=True)
        mentor.label_from_instance = lambda contact: str(contact.user)
        period = default_period(self.obj.enrolment)
        self.fields["start_on"].initial = period.start_on
        self.fields["end_on"].initial = period.end_on

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start_on, end_on = cleaned.get("start_on"), cleaned.get("end_on")
        if start_on and end_on and end_on < start_on:
            self.add_error("end_on", _("The last day cannot be before the first day."))
        return cleaned


class ChangeInternshipForm(PlanForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("start_on", "end_on", "mentor"):
            self.fields[name].initial = getattr(self.obj, name)


class EndForm(VerbForm):
    ended_on = DayField(label=_("Last day it really took place"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].initial = min(self.obj.end_on, clock.today())


class BreakOffForm(EndForm):
    note = PlainTextField(
        label=_("Why did it end early?"),
        help_text=_("Facts only: the company and the learner may ask to read this."),
        longest=300,
        lines=3,
    )


class NoteForm(forms.Form):
    note = PlainTextField(label=_("Why?"), longest=300, lines=3, required=False)


class EvidenceForm(forms.Form):
    level = forms.ChoiceField(
        label=_("How sure are we?"),
        choices=[choice for choice in EvidenceLevel.choices if choice[0] != "none"],
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    note = PlainTextField(
        label=_("What is the evidence?"),
        help_text=_("For example: contract of 3 March, seen by Mieke."),
        longest=300,
    )


class EndJobForm(forms.Form):
    end_on = DayField(label=_("Last day"))


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("What did the person say?"),
        choices=FollowUpAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )


class JobForm(forms.Form):
    """A job of somebody: at a partner company, or an employer by name."""

    company = forms.ModelChoiceField(
        label=_("Partner company"),
        queryset=Company.objects.none(),
        required=False,
        empty_label=_("No partner of ours"),
        error_messages={"invalid_choice": CHOOSE},
    )
    employer_name = PlainTextField(
        label=_("Employer"),
        help_text=_("Only when it is no partner company."),
        longest=150,
        required=False,
    )
    function = PlainTextField(label=_("Function"), longest=120)
    in_field = forms.BooleanField(label=_("It is digital work"), required=False)
    contract_type = forms.ChoiceField(
        label=_("Contract"),
        choices=[("", _("Choose a contract")), *ContractType.choices],
        error_messages={"required": CHOOSE},
    )
    hours_percent = forms.IntegerField(
        label=_("Working time in %"),
        min_value=1,
        max_value=100,
        initial=100,
        error_messages={
            "required": REQUIRED,
            "invalid": _("Please write a number."),
            "min_value": _("Please write a number from 1 to 100."),
            "max_value": _("Please write a number from 1 to 100."),
        },
    )
    start_on = DayField(label=_("First day"))
    end_on = DayField(label=_("Last day, if it was agreed"), required=False)
    evidence_level = forms.ChoiceField(
        label=_("Evidence"), choices=EvidenceLevel.choices, initial=EvidenceLevel.NONE
    )
    evidence_note = PlainTextField(
        label=_("What is the evidence?"),
        help_text=_("For example: contract of 3 March, seen by Mieke."),
        longest=300,
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["company"]
        field.queryset = Company.objects.visible_to(user).active().order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.has_error("company") or self.has_error("employer_name"):
            return cleaned
        if not cleaned.get("company") and not cleaned.get("employer_name"):
            self.add_error("employer_name", _("Choose a company, or write the employer's name."))
        start_on, end_on = cleaned.get("start_on"), cleaned.get("end_on")
        if start_on and end_on and end_on < start_on:
            self.add_error("end_on", _("The last day cannot be before the first day."))
        level = cleaned.get("evidence_level")
        if level not in (None, EvidenceLevel.NONE) and not cleaned.get("evidence_note"):
            self.add_error("evidence_note", _("Write down what the evidence is."))
        return cleaned
