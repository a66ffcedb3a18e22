"""Forms of the staff verbs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.backoffice.verbs import VerbForm
from becode.core import clock
from becode.core.forms import (
    CHOOSE,
    ContactEmailField,
    PhoneField,
    PlainTextField,
    PostcodeField,
)
from becode.formats.letters import PaperNameField, PaperTextField
from placements.enums import ContactRole
from placements.forms import DayField
from placements.models import Company, CompanyContact, Position
from placements.numbers import clean_company_number
from placements.position_form import PositionForm
from placements.workflow.internships import suggested_period


class CompanyForm(forms.ModelForm):
    """A company's own facts. The number may be typed as on an invoice."""

    name = PaperTextField(label=_("Name"), longest=150)
    number = forms.CharField(
        label=_("Company number"),
        required=False,
        help_text=_("Ten digits, for example 0123.456.749."),
    )
    sector = PlainTextField(label=_("Sector"), longest=80, required=False)
    address = PaperTextField(label=_("Address"), longest=200, required=False)
    postcode = PostcodeField(label=_("Postcode"), required=False)
    municipality = PaperTextField(label=_("Municipality"), longest=80, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
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
            "website",
            "language",
            "campuses",
            "notes",
            "is_active",
        )

    def clean_number(self) -> str:
        number = clean_company_number(self.cleaned_data["number"])
        others = Company.objects.filter(number=number, merged_into__isnull=True)
        if number and others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a company with this number."))
        return number


class InviteForm(forms.Form):
    name = PaperNameField(label=_("Name"), longest=150)
    email = ContactEmailField(label=_("E-mail"))
    phone = PhoneField(label=_("Phone"), required=False)
    job_title = PaperTextField(label=_("Function"), longest=80, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]
    )
    roles = forms.MultipleChoiceField(
        label=_("What may they do?"),
        choices=ContactRole.choices,
        initial=list(ContactRole),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    has_portal = forms.BooleanField(
        label=_("May use the pages of the company"),
        initial=True,
        required=False,
        help_text=_("Without it they get links for one thing at a time, and no message now."),
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
        mentor.initial = self.obj.position.mentor_id
        period = suggested_period(self.obj.enrolment)
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


class NoteForm(forms.Form):
    note = PlainTextField(label=_("Why?"), longest=300, lines=3, required=False)
