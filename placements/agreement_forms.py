"""Forms around internship agreements that all portals share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from becode.core.forms import PlainTextField
from becode.files.forms import UploadField
from becode.formats.letters import PaperNameField, PaperTextField
from cohorts.signing import read_signature
from placements.models import Signature


class SignForm(forms.Form):
    """A drawn signature or a typed name, and the sentence with which somebody agrees.

    `version` is the key of the agreement that the page showed.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    strokes = forms.CharField(widget=forms.HiddenInput, required=False)
    typed = PaperNameField(
        label=_("Or type your name"),
        longest=150,
        required=False,
        help_text=_("A typed name counts like a signature."),
    )
    place = PaperTextField(label=_("Where are you?"), longest=80, required=False)
    agrees = forms.BooleanField(
        error_messages={"required": _("Please tick this box, or do not sign.")}
    )

    def __init__(self, *args: Any, signature: Signature, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": signature.agreement_id})
        super().__init__(*args, **kwargs)
        self.fields["agrees"].label = self.statement(signature)
        self.fields["typed"].widget.attrs["autocomplete"] = "name"
        self.fields["place"].widget.attrs["autocomplete"] = "address-level2"

    @staticmethod
    def statement(signature: Signature) -> str:
        return _("I am %(name)s. I read the agreement, and I agree.") % {"name": signature.name}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            cleaned["mark"] = read_signature(
                strokes=cleaned.get("strokes", ""), typed=cleaned.get("typed", ""), agrees=True
            )
        except ValidationError:
            self.add_error("typed", _("Please sign in the field, or type your name in this one."))
        return cleaned


class ScanForm(forms.Form):
    """The signed paper, as photos or a PDF."""

    scan = UploadField(
        label=_("The signed paper"),
        help_text=_("A photo (JPG or PNG) or a PDF, at most 5 MB. All pages with a signature."),
    )
    note = PlainTextField(label=_("Who signed on it?"), longest=300, required=False)
