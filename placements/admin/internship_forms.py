"""Forms of what colleagues do with an internship."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from becode.backoffice.verbs import VerbForm
from becode.core import clock
from becode.core.forms import CHOOSE, REQUIRED, PlainTextField
from becode.formats.letters import PaperTextField
from placements.enums import EarlyEnd, InternshipState, LegalFrame, Responsible
from placements.forms import DayField
from placements.hours import week_on
from placements.models import Establishment
from placements.objectives import LEVELS, USUAL_LEVEL
from placements.workflow.papers import default_since

NO_CHOICE = [("", _("Not said yet"))]


class HoursWidget(forms.MultiWidget):
    """From, until, minutes of break."""

    use_fieldset = True

    def __init__(self) -> None:
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            "from": forms.TimeInput(attrs={"type": "time", "aria-label": _("From")}),
            "until": forms.TimeInput(attrs={"type": "time", "aria-label": _("Until")}),
            "break": forms.NumberInput(
                attrs={"aria-label": _("Minutes of break"), "min": 0, "step": 5}
            ),
        }
        super().__init__(parts, attrs={"class": "staff-part"})

    def decompress(self, value: Any) -> list[Any]:
        return list(value) if value else [None, None, None]


class HoursField(forms.MultiValueField):
    """The hours of one weekday; cleans to [from, until, minutes of break], or None when free."""

    widget = HoursWidget

    def __init__(self, **kwargs: Any) -> None:
        parts = (
            forms.TimeField(required=False, error_messages={"invalid": _("A time like 09:00.")}),
            forms.TimeField(required=False, error_messages={"invalid": _("A time like 09:00.")}),
            forms.IntegerField(
                required=False,
                min_value=0,
                max_value=240,
                error_messages={
                    "invalid": _("The break is a number of minutes."),
                    "min_value": _("The break is a number of minutes."),
                    "max_value": _("The break is a number of minutes."),
                },
            ),
        )
        super().__init__(fields=parts, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: Any) -> list[Any] | None:
        first, last, pause = data_list or (None, None, None)
        if first is None and last is None:
            return None
        if not isinstance(first, time) or not isinstance(last, time):
            raise ValidationError(_("Fill in from when and until when, or neither."))
        return [f"{first:%H:%M}", f"{last:%H:%M}", pause or 0]


class WeekForm(VerbForm):
    """The grid of the week; days without hours stay empty."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        week = week_on(self.obj, self.obj.end_on)
        if self.obj.state != InternshipState.PLANNED:
            self.fields["since"] = DayField(
                label=_("From which day on?"),
                help_text=_("The days before keep their hours."),
                initial=default_since(self.obj, at=clock.now()),
            )
        for weekday, name in WEEKDAYS.items():
            self.fields[f"weekday_{weekday}"] = HoursField(
                label=str(name).capitalize(), initial=week.get(str(weekday))
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        lines = {str(weekday): cleaned.get(f"weekday_{weekday}") for weekday in WEEKDAYS}
        return {
            "since": cleaned.get("since"),
            "week": {weekday: line for weekday, line in lines.items() if line},
        }


class ObjectiveWidget(forms.MultiWidget):
    use_fieldset = True

    def __init__(self) -> None:
        levels = [(level, str(level)) for level in LEVELS]
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            "competence": forms.TextInput(
                attrs={"aria-label": _("Competence"), "placeholder": _("Competence")}
            ),
            "task": forms.TextInput(attrs={"aria-label": _("Task"), "placeholder": _("Task")}),
            "level": forms.Select(attrs={"aria-label": _("Level to reach")}, choices=levels),
        }
        super().__init__(parts, attrs={"class": "staff-part"})

    def decompress(self, value: Any) -> list[Any]:
        if not value:
            return ["", "", USUAL_LEVEL]
        return [value["competence"], value["task"], value["level"]]


class ObjectiveField(forms.MultiValueField):
    """One objective; cleans to an object, or None where no competence is named."""

    widget = ObjectiveWidget

    def __init__(self, **kwargs: Any) -> None:
        parts = (
            PaperTextField(longest=160, required=False),
            PaperTextField(longest=300, required=False),
            forms.TypedChoiceField(
                choices=[(level, str(level)) for level in LEVELS],
                coerce=int,
                required=False,
                empty_value=str(USUAL_LEVEL),
            ),
        )
        super().__init__(fields=parts, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: Any) -> dict[str, Any] | None:
        if not data_list or not data_list[0]:
            if data_list and data_list[1]:
                raise ValidationError(_("Name the competence of this task."))
            return None
        return {"competence": data_list[0], "task": data_list[1], "level": int(data_list[2])}


class ObjectivesForm(VerbForm):
    """The objectives of now, and two free lines; a line without a competence goes."""

    FREE = 2

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = [*self.obj.objectives, *[None] * self.FREE]
        for number, line in enumerate(lines, start=1):
            self.fields[f"objective_{number}"] = ObjectiveField(
                label=_("Objective %(number)d: competence, task, level 1 to 4")
                % {"number": number},
                initial=line,
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        names = [name for name in self.fields if name.startswith("objective_")]
        return {"objectives": [cleaned[name] for name in names if cleaned.get(name)]}


class _FactsForm(VerbForm):
    """Fields named like the internship's own, with what it says now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.initial = getattr(self.obj, name)


class AgreedFactsForm(_FactsForm):
    """What stands in the agreement beside period and hours."""

    establishment = forms.ModelChoiceField(
        Establishment.objects.none(),
        label=_("Establishment"),
        required=False,
        empty_label=_("The place of the position"),
        error_messages={"invalid_choice": CHOOSE},
    )
    telework_days = forms.IntegerField(
        label=_("Days a week at home"),
        min_value=0,
        max_value=5,
        error_messages={
            "required": REQUIRED,
            "invalid": _("Please write a number from 0 to 5."),
            "min_value": _("Please write a number from 0 to 5."),
            "max_value": _("Please write a number from 0 to 5."),
        },
    )
    frame = forms.ChoiceField(
        label=_("Legal frame"), choices=[*NO_CHOICE, *LegalFrame.choices], required=False
    )
    frame_reference = PaperTextField(
        label=_("Reference of the employment service"), longest=60, required=False
    )
    allowance = forms.DecimalField(
        label=_("Allowance a month, in euro"),
        min_value=0,
        max_digits=7,
        decimal_places=2,
        error_messages={
            "required": REQUIRED,
            "invalid": _("Please write an amount, 0 or more."),
            "min_value": _("Please write an amount, 0 or more."),
            "max_digits": _("Please write an amount, 0 or more."),
        },
    )
    travel = PaperTextField(label=_("Travel costs"), longest=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["establishment"]
        field.queryset = self.obj.company.establishments.filter(is_active=True)


class InsuranceForm(_FactsForm):
    """Who insures and who declares; "not needed" for the Dimona says why."""

    insured_by = forms.ChoiceField(
        label=_("Who insures the intern?"),
        choices=[
            *NO_CHOICE,
            *(one for one in Responsible.choices if one[0] != Responsible.NOBODY),
        ],
        required=False,
    )
    insurer = PaperTextField(label=_("Insurer"), longest=80, required=False)
    policy_number = PaperTextField(label=_("Policy number"), longest=60, required=False)
    insured_until = DayField(label=_("Insured until"), required=False)
    dimona_by = forms.ChoiceField(
        label=_("Who does the Dimona?"),
        choices=[*NO_CHOICE, *Responsible.choices],
        required=False,
    )
    dimona_note = PlainTextField(label=_("Why is no Dimona needed?"), longest=200, required=False)
    dimona_type = PlainTextField(
        label=_("Type of Dimona"), help_text=_("For example: STG."), longest=12, required=False
    )
    dimona_number = PlainTextField(label=_("Dimona number"), longest=30, required=False)
    dimona_on = DayField(label=_("Dimona done on"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("dimona_by") == Responsible.NOBODY and not cleaned.get("dimona_note"):
            self.add_error("dimona_note", _("Write down why none is needed."))
        return cleaned


class InterruptForm(VerbForm):
    start_on = DayField(label=_("First day on which it rests"))
    end_on = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: we do not know yet. You say later when it goes on."),
    )
    reason = PlainTextField(
        label=_("Why?"),
        help_text=_("Agreed by all. Nothing about an illness itself."),
        longest=200,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start_on"].initial = clock.today()


class ResumeForm(VerbForm):
    on = DayField(label=_("First day on which it goes on"))
    gives_back = forms.BooleanField(
        label=_("The last day moves by the days that were lost"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class MoveEndForm(VerbForm):
    end_on = DayField(label=_("New last day"))
    reason = PlainTextField(label=_("Why?"), longest=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["end_on"].initial = self.obj.end_on


class EarlyEndForm(VerbForm):
    ended_on = DayField(label=_("Last day it really took place"))
    early_end = forms.ChoiceField(
        label=_("Why did it end early?"),
        choices=EarlyEnd.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    note = PlainTextField(
        label=_("In words"),
        help_text=_("Facts only: the company and the learner may ask to read this."),
        longest=300,
        lines=3,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].initial = min(self.obj.end_on, clock.today())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("early_end") == EarlyEnd.OTHER and not cleaned.get("note"):
            self.add_error("note", _("Write down why it ended early."))
        return cleaned
