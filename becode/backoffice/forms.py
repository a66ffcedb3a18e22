"""Forms of the floor's own records."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from becode.backoffice.verbs import VerbForm
from becode.core.forms import NATIONAL_NUMBER, ContactEmailField, PhoneField
from becode.core.normalise import clean_name, holds_national_number
from becode.formats.letters import refuse_unprintable
from becode.people.enums import ContactKind
from becode.people.models import Person


class PersonForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = (
            "first_name",
            "last_name",
            "preferred_name",
            "legal_name",
            "born_on",
            "birth_year",
            "gender",
            "contact_language",
            "address",
            "postcode",
            "municipality",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("legal_name", "address", "municipality"):
            self.fields[name].validators.append(refuse_unprintable)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in (
            "first_name",
            "last_name",
            "preferred_name",
            "legal_name",
            "address",
            "municipality",
        ):
            value = clean_name(cleaned.get(name) or "")
            cleaned[name] = value
            if holds_national_number(value):
                self.add_error(name, NATIONAL_NUMBER)
        if not cleaned.get("first_name") and not self.has_error("first_name"):
            self.add_error("first_name", _("Write a name."))
        return cleaned


class ContactForm(VerbForm):
    """The address and number of a person; one of the two is enough."""

    email = ContactEmailField(label=_("E-mail"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = list(self.obj.contact_points.order_by("-is_preferred", "pk"))
        for kind in ContactKind:
            values = [point.value for point in points if point.kind == kind]
            self.fields[kind.value].initial = values[0] if values else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if not cleaned["email"] and not cleaned["phone"]:
            raise ValidationError(_("Give an e-mail address or a phone number."))
        return cleaned
