"""Forms about a company's places, colleagues and what was said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.backoffice.verbs import VerbForm
from becode.core.forms import PlainTextField, PostcodeField
from becode.formats.letters import PaperTextField
from becode.people.enums import ContactChannel
from placements.enums import ContactRole
from placements.forms import DayField
from placements.models import Company, CompanyContact, CompanyNote, Establishment
from placements.permissions import CHANGE_ROLES


class EstablishmentForm(forms.Form):
    name = PaperTextField(
        label=_("Name"), longest=120, required=False, help_text=_("For example: head office.")
    )
    number = forms.CharField(
        label=_("Establishment unit"),
        max_length=20,
        required=False,
        help_text=_("Ten digits, for example 2.123.456.791."),
    )
    address = PaperTextField(label=_("Street and number"), longest=200)
    postcode = PostcodeField(label=_("Postcode"))
    municipality = PaperTextField(label=_("Municipality"), longest=80)


class ChooseEstablishmentForm(VerbForm):
    establishment = forms.ModelChoiceField(Establishment.objects.none(), label=_("Which one?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["establishment"]
        field.queryset = Establishment.objects.filter(company=self.obj, is_active=True)


class NoteForm(VerbForm):
    """A contact with a company, and what is to be done next."""

    channel = forms.ChoiceField(
        label=_("How"),
        choices=ContactChannel.choices,
        initial=ContactChannel.CALL,
        widget=forms.RadioSelect,
    )
    contact = forms.ModelChoiceField(
        CompanyContact.objects.none(), label=_("With whom"), required=False
    )
    text = PlainTextField(label=_("What was said"), longest=2000, lines=4)
    next_step = PlainTextField(label=_("What is to be done next"), longest=200, required=False)
    next_on = DayField(label=_("On which day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact: Any = self.fields["contact"]
        contact.queryset = CompanyContact.objects.of_company(self.obj.pk).filter(is_active=True)
        contact.label_from_instance = lambda one: str(one.user)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("next_on") and not cleaned.get("next_step"):
            self.add_error("next_step", _("Write what is to be done on that day."))
        return cleaned


class StepDoneForm(VerbForm):
    note = forms.ModelChoiceField(
        CompanyNote.objects.none(),
        label=_("What is done"),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note: Any = self.fields["note"]
        note.queryset = CompanyNote.objects.to_do().filter(company=self.obj)
        note.label_from_instance = lambda one: one.next_step
        note.initial = note.queryset.first()


class OwnerForm(VerbForm):
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Looked after by"), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = User.objects.active().staff().with_role(*CHANGE_ROLES).order_by("name")
        owner.initial = self.obj.owner_id or self.user.pk


class ContactChoiceForm(VerbForm):
    """Base of what is done with one active contact of a company."""

    contact = forms.ModelChoiceField(CompanyContact.objects.none(), label=_("Who?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact: Any = self.fields["contact"]
        contact.queryset = CompanyContact.objects.of_company(self.obj.pk).filter(is_active=True)
        contact.label_from_instance = lambda one: f"{one.user} · {one.user.email}"


class RolesForm(ContactChoiceForm):
    roles = forms.MultipleChoiceField(
        label=_("What may they do?"),
        choices=ContactRole.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class MoveContactForm(ContactChoiceForm):
    company = forms.ModelChoiceField(Company.objects.none(), label=_("Works now for"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        company: Any = self.fields["company"]
        others = Company.objects.visible_to(self.user).active().exclude(pk=self.obj.pk)
        company.queryset = others.order_by("name", "pk")
