from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applicants.enums import Priority, PriorityReason
from becode.backoffice.verbs import VerbForm
from becode.core import clock
from becode.core.forms import PlainTextField
from cohorts.models import Cohort


class PriorityForm(VerbForm):
    """Before or behind the others: for a reason of a known kind, told in words."""

    priority = forms.TypedChoiceField(label=_("Priority"), choices=Priority.choices, coerce=int)
    code = forms.ChoiceField(
        label=_("Kind of reason"),
        choices=[("", "—"), *PriorityReason.choices],
        required=False,
        help_text=_("It stays in the history of this place. No trait of the person is a reason."),
    )
    reason = PlainTextField(
        label=_("Reason"),
        longest=200,
        required=False,
        help_text=_("Needed unless it is normal. Colleagues see it on the list."),
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["priority"].initial = self.obj.priority
        self.fields["code"].initial = self.obj.priority_code
        self.fields["reason"].initial = self.obj.priority_reason

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("priority") == Priority.NORMAL or "priority" in self.errors:
            return cleaned
        if not cleaned.get("code") and "code" not in self.errors:
            self.add_error("code", _("Choose the kind of reason."))
        if not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why this person goes before or behind the others."))
        return cleaned


class PauseForm(forms.Form):
    until = forms.DateField(
        label=_("No offers before"),
        widget=forms.DateInput(),
        help_text=_("A day within one year. From that day a seat can be offered again."),
    )


class CohortOfList(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} · {obj.start_on:%d/%m/%Y}"


class PassOverForm(VerbForm):
    """One cohort of the list for which this person is not asked, and why."""

    cohort = CohortOfList(Cohort.objects.none(), label=_("Cohort"), empty_label=None)
    words = PlainTextField(
        label=_("Why?"),
        longest=300,
        lines=3,
        help_text=_("Colleagues read it. No trait of the person is a reason."),
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cohorts = Cohort.objects.for_list(
            campus_pk=self.obj.campus_id, track_pk=self.obj.track_id
        ).upcoming(clock.today())
        self.fields["cohort"].queryset = cohorts
