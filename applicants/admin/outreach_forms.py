"""Forms of outreach in the staff site."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applicants.enums import SharedStage
from applicants.models import OutreachActivity, PartnerContact, ReferralPartner
from applicants.workflow.touching import owner_of
from becode.accounts.models import User
from becode.backoffice.verbs import VerbForm
from becode.campuses.models import Campus
from becode.core.forms import (
    CHOOSE,
    ContactEmailField,
    NameField,
    PhoneField,
    PlainTextField,
    refuse_far_day,
)
from becode.files.forms import UploadField
from becode.people.models import LANGUAGES

CODE_HELP = _("The last part of the short link: small letters, numbers and -. Empty: we make one.")
# Without letters and numbers that look alike on paper.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_code() -> str:
    """A code that no short link has: six signs that can be read out."""
    while True:
        code = "".join(secrets.choice(_SIGNS) for _sign in range(6))
        if owner_of(code) is None:
            return code


class _CodeForm(forms.ModelForm):
    """What both owners of a short link share: a code that neither kind has twice, and scope."""

    user: Any = None  # the colleague, set by the list's get_form
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        self.fields["code"].help_text = CODE_HELP
        keys = self.user.campus_keys() if self.user else None
        if keys is not None and self.instance.pk and self.instance.campus_id is None:
            self.fields["campus"].disabled = True  # of the whole school, and stays it
        elif keys is not None:
            self.fields["campus"].queryset = Campus.objects.filter(pk__in=keys).order_by("name")
            self.fields["campus"].required = True

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].lower() or self.instance.code or new_code()
        owner = owner_of(code)
        if owner is not None and owner != self.instance:
            raise forms.ValidationError(_("Another short link has this code."))
        return code


class PartnerForm(_CodeForm):
    name = PlainTextField(label=_("Name"), longest=150)
    address = PlainTextField(label=_("Address"), longest=200, required=False)
    agreement_text = PlainTextField(label=_("What was agreed"), longest=500, required=False)
    notes = PlainTextField(label=_("Notes"), longest=5000, lines=4, required=False)

    class Meta:
        model = ReferralPartner
        fields = (
            "kind",
            "name",
            "campus",
            "address",
            "agreement_from",
            "agreement_until",
            "agreement_text",
            "code",
            "notes",
            "is_active",
        )


class ActivityForm(_CodeForm):
    title = PlainTextField(label=_("Title"), longest=150)
    place = PlainTextField(label=_("Place"), longest=200, required=False)
    notes = PlainTextField(label=_("Notes"), longest=5000, lines=4, required=False)

    class Meta:
        model = OutreachActivity
        fields = (
            "kind",
            "title",
            "starts_at",
            "ends_at",
            "place",
            "campus",
            "track",
            "partner",
            "staff",
            "expected",
            "cost",
            "code",
            "notes",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = User.objects.filter(is_active=True).exclude(roles=[])
        for name in ("starts_at", "ends_at"):
            self.fields[name].validators.append(refuse_far_day)
        if self.user:
            partners = ReferralPartner.objects.visible_to(self.user)
            partners |= ReferralPartner.objects.filter(
                pk=self.instance.partner_id
            )  # the present one
            self.fields["partner"].queryset = partners.order_by("name", "pk")


class ContactForm(forms.Form):
    name = NameField(label=_("Name"), longest=150)
    function = PlainTextField(label=_("Function"), longest=100, required=False)
    email = ContactEmailField(label=_("E-mail"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)


class _ChooseContactForm(VerbForm):
    contact = forms.ModelChoiceField(
        label=_("Who?"),
        queryset=PartnerContact.objects.none(),
        empty_label=_("Choose a contact"),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    fields: dict[str, Any]

    def choose_from(self, **conditions: Any) -> None:
        contacts = self.obj.contacts.filter(**conditions).order_by("name", "pk")
        self.fields["contact"].queryset = contacts


class InviteReferrerForm(_ChooseContactForm):
    email = ContactEmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Empty: the address that we know of this contact."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = self.obj.contacts.uninvited()
        self.fields["contact"].queryset = contacts.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        contact = cleaned.get("contact")
        if contact and "email" not in self.errors:
            cleaned["email"] = cleaned.get("email") or contact.email
            if not cleaned["email"] and contact.user_id is None:
                self.add_error("email", _("Write the e-mail address of this contact."))
        return cleaned


class EndAccessForm(_ChooseContactForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from(user__isnull=False, ended_at__isnull=True)


class HeldForm(VerbForm):
    turnout = forms.IntegerField(label=_("People who came"), min_value=0, max_value=100_000)
    cost = forms.DecimalField(
        label=_("Cost in euro"), min_value=0, max_digits=9, decimal_places=2, required=False
    )
    photo = UploadField(
        label=_("Photo of the attendance sheet"),
        required=False,
        help_text=_("JPG, PNG or PDF, at most 5 MB. You can add it later too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cost"].initial = self.obj.cost

    def clean_cost(self) -> Any:
        cost = self.cleaned_data["cost"]
        return self.obj.cost if cost is None else cost


class PhotoForm(forms.Form):
    photo = UploadField(
        label=_("Photo of the attendance sheet"),
        help_text=_("JPG, PNG or PDF, at most 5 MB. It takes the place of an earlier one."),
    )


class ConfirmByPhoneForm(forms.Form):
    shared_stages = forms.MultipleChoiceField(
        label=_("The counsellor may see"),
        choices=SharedStage.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Ask the person each line. Tick only what they allow."),
    )
