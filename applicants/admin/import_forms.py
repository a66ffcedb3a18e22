"""The forms of imports: a sheet with its source, and what each of its columns is."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applicants.imports import columns
from applicants.imports.stored import Columns
from applicants.models import ImportSource
from becode.core.forms import PlainTextField
from becode.files.forms import UploadField
from becode.files.store import SPREADSHEETS

FIELD_NAMES: dict[str, str | Promise] = {
    columns.FIRST_NAME: _("First name"),
    columns.LAST_NAME: _("Family name"),
    columns.FULL_NAME: _("Whole name"),
    columns.EMAIL: _("E-mail"),
    columns.PHONE: _("Phone"),
    columns.BORN: _("Date or year of birth"),
    columns.CAMPUS_1: _("Campus, first choice"),
    columns.CAMPUS_2: _("Campus, second choice"),
    columns.CAMPUS_3: _("Campus, third choice"),
    columns.LANGUAGE: _("Language"),
    columns.HEARD_FROM: _("Heard of us from"),
    columns.MOTIVATION: _("Motivation"),
    columns.RECEIVED: _("Day of the application"),
    columns.REMARK: _("Remark"),
    columns.TRACK: _("Track"),
    columns.POSTCODE: _("Postcode"),
}


class SheetForm(forms.Form):
    """A spreadsheet and where it comes from; a known source brings its columns."""

    source = PlainTextField(
        label=_("Where it comes from"),
        longest=80,
        help_text=_("For example: welfare centre of Ghent. We remember its columns."),
    )
    file = UploadField(
        label=_("Spreadsheet"),
        allowed=SPREADSHEETS,
        help_text=_("An Excel workbook (.xlsx) or a .csv file of at most 5 MB."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = list(ImportSource.objects.order_by("name").values_list("name", flat=True))
        self.fields["source"].widget.attrs |= {"list": "sources", "autocomplete": "off"}


class ColumnsForm(forms.Form):
    """One list of our fields for each heading of the workbook."""

    def __init__(self, *args: Any, known: Columns, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheets = known.sheets
        self.headings = list(known.matched)
        choices = [("", _("Leave out")), *FIELD_NAMES.items()]
        for number, heading in enumerate(self.headings):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=known.matched[heading]
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = dict(zip(self.headings, cleaned.values(), strict=False))
        for headings in self.sheets:
            counted = Counter(field for heading in headings if (field := chosen.get(heading)))
            twice = [str(FIELD_NAMES[field]) for field, times in counted.items() if times > 1]
            if twice:
                raise ValidationError(
                    gettext("Two columns cannot both be: %(fields)s.")
                    % {"fields": ", ".join(twice)}
                )
        if not columns.NAMES.intersection(chosen.values()):
            raise ValidationError(gettext("One column must be a name."))
        return cleaned

    def matched(self) -> dict[str, str]:
        """Heading → field, as chosen."""
        return {
            heading: self.cleaned_data[f"column_{number}"]
            for number, heading in enumerate(self.headings)
        }

    def lines(self) -> Iterator[forms.BoundField]:
        return (self[f"column_{number}"] for number in range(len(self.headings)))
