"""The short forms beside the form: a link to go on later, and a call."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from becode.core.forms import CHOOSE, ContactField, NameField, PhoneField, PlainTextField
from becode.people.models import LANGUAGES

ROW = {"class": "choices--row"}


class SaveForm(forms.Form):
    contact = ContactField(
        label=_("Your e-mail or phone number"),
        help_text=_("We send the link there. We remind you a few times, no more."),
    )


class HelpForm(forms.Form):
    name = NameField(label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = PhoneField(label=_("Your phone number"))
    language = forms.ChoiceField(
        label=_("In which language do we talk?"),
        choices=LANGUAGES,
        widget=forms.RadioSelect(attrs=ROW),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    question = PlainTextField(
        label=_("What is it about?"),
        help_text=_("One sentence is enough."),
        longest=1000,
        lines=3,
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["language"].initial = get_language()
