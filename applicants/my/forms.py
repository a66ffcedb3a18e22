from django import forms
from django.utils.translation import gettext_lazy as _

from applicants.enums import DeclineReason, WithdrawalReason
from becode.core.forms import CHOOSE, PlainTextField

ERRORS = {"required": CHOOSE, "invalid_choice": CHOOSE}


class DeclineForm(forms.Form):
    """Why not this seat, and whether they go on waiting."""

    reason = forms.ChoiceField(
        label=_("Why do you say no?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages=ERRORS,
    )
    keep_place = forms.ChoiceField(
        label=_("Do you want to stay on the list for another seat?"),
        choices=[("yes", _("Yes, I keep waiting")), ("no", _("No, take me off this list"))],
        widget=forms.RadioSelect,
        error_messages=ERRORS,
    )


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why do you stop?"),
        choices=WithdrawalReason.choices,
        widget=forms.RadioSelect,
        error_messages=ERRORS,
    )


class ChallengeForm(forms.Form):
    """What somebody sends along with a challenge; nothing is a good answer too."""

    answer = PlainTextField(
        label=_("A link to your work, or a few words"),
        longest=2000,
        lines=4,
        required=False,
    )
