from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from becode.core.forms import ContactEmailField, ContactField, NameField, PhoneField
from becode.core.normalise import email_key
from becode.people.enums import ContactKind
from becode.people.models import Person

OWN_LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("en", "English")]
CODE_LENGTH = 8


class SignInForm(forms.Form):
    """The one question at the door."""

    contact = ContactField(
        label=_("Your e-mail address or phone number"),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )


class CodeForm(forms.Form):
    """The code of the message; spaces between the numbers are forgiven."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("8 numbers, in our e-mail or SMS"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Please type the code.")},
    )

    def clean_code(self) -> str:
        code = "".join(sign for sign in self.cleaned_data["code"] if not sign.isspace())
        if len(code) != CODE_LENGTH or not (code.isascii() and code.isdecimal()):
            raise ValidationError(_("The code has 8 numbers. Please look at it again."))
        return code


class DetailsForm(forms.Form):
    """What a person may correct themselves; the identity document's name is asked by staff."""

    first_name = NameField(
        label=_("First name"),
        help_text=_("Do you have one name only? Write it here."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = NameField(
        label=_("Family name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    preferred_name = NameField(
        label=_("How should we call you?"),
        required=False,
        help_text=_("Only if it is another name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    contact_language = forms.ChoiceField(
        label=_("In which language do we write to you?"),
        choices=OWN_LANGUAGES,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
    )
    email = ContactEmailField(label=_("E-mail address"), required=False)
    phone = PhoneField(
        label=_("Phone number"),
        required=False,
        help_text=_("We send you an SMS or call you. Example: 0470 12 34 56"),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        points = person.contact_points.order_by("-is_preferred", "pk")
        known: dict[str, str] = {}
        for point in points:
            known.setdefault(point.kind, point.value)
        kwargs["initial"] = {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "preferred_name": person.preferred_name,
            "contact_language": person.contact_language,
            "email": known.get(ContactKind.EMAIL, ""),
            "phone": known.get(ContactKind.PHONE, ""),
        }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wrong = {"email", "phone"} & set(self.errors)
        if not wrong and not cleaned.get("email") and not cleaned.get("phone"):
            self.add_error(
                "email", _("Please give an e-mail address or a phone number, so we can reach you.")
            )
        return cleaned

    @property
    def changes(self) -> dict[str, str]:
        """The corrected fields of the person itself."""
        names = ("first_name", "last_name", "preferred_name", "contact_language")
        return {name: self.cleaned_data[name] for name in names if name in self.changed_data}

    @property
    def changes_contact(self) -> bool:
        """Whether the address or number is another one, not only written in another way."""
        email, phone = self.cleaned_data["email"], self.cleaned_data["phone"]
        return email_key(email) != email_key(self.initial["email"]) or (
            phone != self.initial["phone"]
        )
