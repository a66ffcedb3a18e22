"""Forms about colleagues and hires; those of positions are in `placements/position_form.py`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.core.forms import (
    CHOOSE,
    REQUIRED,
    ContactEmailField,
    PhoneField,
    PlainTextField,
)
from becode.formats.letters import PaperNameField, PaperTextField
from placements.enums import ContactRole, ContractType, WouldHire
from placements.forms import DayField
from placements.models import CompanyContact, Proposal

LANGUAGES: Any = User._meta.get_field("language").choices


def _roles_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("What may this person do?"),
        help_text=_("One person may do several things."),
        choices=ContactRole.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )


def _language_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("In which language do we write?"),
        choices=LANGUAGES,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )


class InviteColleagueForm(forms.Form):
    name = PaperNameField(label=_("Name"), longest=150)
    email = ContactEmailField(label=_("E-mail"), help_text=_("We send the link to this address."))
    job_title = PaperTextField(label=_("Function"), longest=80, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    roles = _roles_field()
    language = _language_field()


class RightsForm(forms.Form):
    job_title = PaperTextField(label=_("Function"), longest=80, required=False)
    roles = _roles_field()

    def __init__(self, *args: Any, contact: CompanyContact, **kwargs: Any) -> None:
        kwargs["initial"] = {"roles": contact.roles, "job_title": contact.job_title}
        super().__init__(*args, **kwargs)


class _HeirForm(forms.Form):
    """Who goes on with what waited; not asked where there is one colleague, or none."""

    taker = forms.ModelChoiceField(
        label=_("Who goes on with it?"),
        queryset=CompanyContact.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, *args: Any, contact: CompanyContact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = CompanyContact.objects.of_company(contact.company_id).active()
        others = rows.filter(has_portal=True).exclude(pk=contact.pk)
        found = list(others[:2])
        self.only_heir = found[0] if len(found) == 1 else None
        field: Any = self.fields["taker"]
        field.queryset = others
        field.label_from_instance = lambda one: str(one.user)
        if len(found) < 2:
            del self.fields["taker"]

    def heir(self) -> CompanyContact | None:
        """The colleague who takes over; None where nobody is left."""
        return self.cleaned_data.get("taker", self.only_heir)


class EndAccessForm(_HeirForm):
    """By default whoever ends the access goes on with it."""

    def __init__(self, *args: Any, me: CompanyContact, **kwargs: Any) -> None:
        kwargs["initial"] = {"taker": me.pk}
        super().__init__(*args, **kwargs)


class LeaveForm(_HeirForm):
    pass


class OwnDetailsForm(forms.Form):
    name = PaperNameField(label=_("Name"), longest=150)
    job_title = PaperTextField(label=_("Your function"), longest=80, required=False)
    phone = PhoneField(label=_("Your phone"), required=False)
    language = _language_field()

    def __init__(self, *args: Any, contact: CompanyContact, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": contact.user.name,
            "job_title": contact.job_title,
            "phone": contact.user.phone,
            "language": contact.user.language,
        }
        super().__init__(*args, **kwargs)


class WillHireForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("What do you think now?"),
        choices=WouldHire.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )


class HireForm(forms.Form):
    """A job at the company for somebody it knows by a proposal."""

    who = forms.ModelChoiceField(
        label=_("Whom do you hire?"),
        queryset=Proposal.objects.none(),
        empty_label=_("Choose a person"),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    function = PlainTextField(
        label=_("As what?"), help_text=_("For example: Junior web developer."), longest=120
    )
    contract_type = forms.ChoiceField(
        label=_("Which contract?"),
        choices=[choice for choice in ContractType.choices if choice[0] != ContractType.UNPAID],
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    hours_percent = forms.IntegerField(
        label=_("Working time in %"),
        help_text=_("Full-time is 100."),
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

    def __init__(self, *args: Any, known: Any, **kwargs: Any) -> None:
        """`known` are the proposals by which the company knows somebody, learners with them."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["who"]
        field.queryset = known
        field.label_from_instance = lambda one: (
            f"{one.enrolment.person.called} · {one.position.title}"
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start_on, end_on = cleaned.get("start_on"), cleaned.get("end_on")
        if start_on and end_on and end_on < start_on:
            self.add_error("end_on", _("The last day cannot be before the first day."))
        return cleaned
