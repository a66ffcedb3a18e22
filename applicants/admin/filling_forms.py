"""A round of offers: who and how long; and why somebody who stands before them is passed over."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applicants.admin.offering import HOURS_FIELD
from applicants.models import WaitlistEntry
from applicants.workflow.passing import LONGEST_WORDS
from applicants.workflow.rounds import MOST
from becode.core.forms import PlainTextField
from cohorts.models import Cohort


class NumberForm(forms.Form):
    """How many people to tick, in the address of the page."""

    number = forms.IntegerField(label=_("How many people?"), min_value=1, max_value=MOST)


class RoundForm(forms.Form):
    """Places of the cohort's list, in any order, and the hours to answer."""

    hours = forms.IntegerField(**HOURS_FIELD)
    chosen = forms.ModelMultipleChoiceField(
        WaitlistEntry.objects.none(),
        widget=forms.MultipleHiddenInput,
        error_messages={"required": _("Choose somebody first.")},
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = WaitlistEntry.objects.for_list(
            campus_pk=cohort.campus_id, track_pk=cohort.track_id
        )
        related = ("application__person", "application__track")
        self.fields["chosen"].queryset = listed.with_position().select_related(*related)

    def clean_chosen(self) -> list[WaitlistEntry]:
        """In the order of the list."""
        chosen = list(self.cleaned_data["chosen"])
        if len(chosen) > MOST:
            raise forms.ValidationError(_("Choose at most %(count)d at a time.") % {"count": MOST})
        return chosen


class PassingForm(forms.Form):
    """One field for words a person who is passed over, and one for all of them."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, entries: Sequence[WaitlistEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = list(entries)
        if len(self.entries) > 1:
            self.fields["why_all"] = PlainTextField(
                label=_("The same reason for everybody without one"),
                longest=LONGEST_WORDS,
                required=False,
            )
        for entry in self.entries:
            self.fields[self.name_of(entry)] = PlainTextField(
                label=_("Why?"), longest=LONGEST_WORDS, required=False
            )

    @staticmethod
    def name_of(entry: WaitlistEntry) -> str:
        return f"why_{entry.pk}"

    def field_of(self, entry: WaitlistEntry) -> forms.BoundField:
        return self[self.name_of(entry)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for entry in self.entries:
            name = self.name_of(entry)
            if name in cleaned and not (cleaned[name] or cleaned.get("why_all")):
                self.add_error(name, _("Say why this person is passed over."))
        return cleaned

    @property
    def words(self) -> dict[int, str]:
        """Why, by the key of the place."""
        every = self.cleaned_data.get("why_all", "")
        return {entry.pk: self.cleaned_data[self.name_of(entry)] or every for entry in self.entries}
