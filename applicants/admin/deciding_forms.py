"""Forms about assessors, eligibility and saying no."""

from typing import Any

from django import forms
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from applicants.admin.forms import EMPTY
from applicants.enums import CheckOutcome, RejectionReason
from applicants.models import ApplicationDocument, Assessment, EligibilityRule
from applicants.notifications.decisions import around_rejection, suggested_text
from applicants.permissions import ASSESSORS
from becode.accounts.models import User
from becode.backoffice.verbs import VerbForm
from becode.core.forms import PlainTextField
from becode.core.normalise import clean_text


class RejectForm(VerbForm):
    """First the reason, then the words for it, in the person's language, to be edited.

    Whoever changes the reason at the second step sees its words before anything goes out; words
    that were edited stay. For several people at once each gets the suggestion.
    """

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[EMPTY, *RejectionReason.choices],
        help_text=_("The person gets a kind message with this reason, at once."),
    )
    text = PlainTextField(label=_("What the person reads"), longest=1500, lines=6)
    suggested_for = forms.CharField(required=False, widget=forms.HiddenInput)

    fields: dict[str, Any]
    submit_label: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.data.get("reason", "")
        if self.obj is None or reason not in RejectionReason.values:
            del self.fields["text"], self.fields["suggested_for"]
            if self.obj is not None:
                self.fields["reason"].help_text = _("Next you see the message and can change it.")
                self.submit_label = _("Show the message")
            return
        language = self.obj.person.contact_language
        self._explain(language)
        if self.data.get("suggested_for") != reason or "text" not in self.data:
            self.is_bound = False  # the next step is shown, not judged
            self.initial = {
                "reason": reason,
                "suggested_for": reason,
                "text": self._edited(language) or suggested_text(reason, language),
            }

    def _explain(self, language: str) -> None:
        self.fields["reason"].help_text = ""
        self.fields["text"].widget.attrs["lang"] = language
        with override(language):
            before, after = (str(sentence) for sentence in around_rejection())
        self.fields["text"].help_text = gettext(
            "In the language of the person. Before it stands: “%(before)s” After it: “%(after)s”"
        ) % {"before": before, "after": after}

    def _edited(self, language: str) -> str:
        """The words of the form, unless they are still those that were suggested."""
        text, reason = clean_text(self.data.get("text", "")), self.data.get("suggested_for", "")
        known = reason in RejectionReason.values and suggested_text(reason, language)
        return "" if text == known else text


class AssessorChoice(forms.ModelMultipleChoiceField):
    """Colleagues with how much they have to score now."""

    busy: dict[int, int]

    def label_from_instance(self, obj: Any) -> str:
        count = self.busy.get(obj.pk, 0)
        return gettext("%(name)s · %(count)d to score") % {"name": obj.name, "count": count}


class AssignForm(VerbForm):
    """Who scores: of several people the two with the least to do, for each application."""

    assessors = AssessorChoice(
        User.objects.none(),
        label=_("Assessors"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose two or more. The work is shared evenly among them."),
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assessors"]
        field.busy = Assessment.objects.to_score().of_open_applications().per_assessor()
        colleagues = User.objects.with_role(*ASSESSORS)
        keys = self.user.campus_keys()
        if self.obj is not None:
            keys = frozenset(choice.campus_id for choice in self.obj.choices.order_by("rank"))
        if keys is not None:
            colleagues = colleagues.at_one_of(keys)
        field.queryset = colleagues.order_by("name", "pk")

    def clean_assessors(self) -> Any:
        chosen = self.cleaned_data["assessors"]
        if len(chosen) < 2:
            raise forms.ValidationError(_("Choose at least two."))
        return chosen


class CheckForm(VerbForm):
    """One rule looked at: what came of it, by which proof, until when it holds."""

    rule = forms.ModelChoiceField(EligibilityRule.objects.none(), label=_("Rule"))
    outcome = forms.ChoiceField(label=_("Outcome"), choices=CheckOutcome.choices)
    document = forms.ModelChoiceField(
        ApplicationDocument.objects.none(), label=_("Proof"), required=False
    )
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        help_text=_("Empty: it does not end."),
    )
    remark = PlainTextField(
        label=_("What you saw"),
        longest=300,
        required=False,
        help_text=_("Needed where a rule asks for proof and there is no document."),
    )

    from_address = ("rule",)
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = self.obj.track.eligibility_rules.filter(is_active=True)
        self.fields["rule"].queryset = rules.order_by("position", "pk")
        self.fields["document"].queryset = self.obj.documents.filter(file__isnull=False)
        self.fields["outcome"].initial = CheckOutcome.MET
