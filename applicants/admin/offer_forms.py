"""What colleagues fill in at an offer: an answer by phone, more time, taking it back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applicants.enums import AfterDecline, DeclineReason
from applicants.order import rule_of
from applicants.workflow.offers import LONGEST_OFFER_HOURS
from applicants.workflow.passing import LONGEST_WORDS
from becode.backoffice.verbs import VerbForm
from becode.core.forms import PlainTextField


class DeclineForm(VerbForm):
    """A no by phone. Where the rule of the list decides about the place, nobody is asked."""

    reason = forms.ChoiceField(
        label=_("What the person said"), choices=[("", "—"), *DeclineReason.choices]
    )
    keep_place = forms.BooleanField(
        label=_("Keeps the place on the waitlist"), initial=True, required=False
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cohort = self.obj.cohort
        after = rule_of(cohort.campus_id, cohort.track_id).after_decline
        if after == AfterDecline.ASK:
            return
        del self.fields["keep_place"]
        self.fields["reason"].help_text = (
            _("By the rule of this list the place stays.")
            if after == AfterDecline.KEEP
            else _("By the rule of this list the person leaves it.")
        )


class MoreTimeForm(forms.Form):
    hours = forms.IntegerField(
        label=_("Hours from now"),
        min_value=1,
        max_value=LONGEST_OFFER_HOURS,
        initial=48,
        help_text=_("An end at night or on a closed day moves to noon of the next working day."),
    )


class TakeBackForm(forms.Form):
    words = PlainTextField(
        label=_("Why"),
        longest=LONGEST_WORDS,
        required=False,
        help_text=_("For colleagues; the person does not read it."),
    )
    to_next = forms.ChoiceField(
        label=_("Offer the seat to the next person?"),
        choices=[("yes", _("Yes")), ("no", _("No, keep it free"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
