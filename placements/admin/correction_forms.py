"""Forms that mend what was noted wrongly: which record, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.backoffice.verbs import VerbForm
from becode.core.forms import CHOOSE, PlainTextField
from placements.admin.internship_forms import EarlyEndForm
from placements.enums import EarlyEnd, InternshipState
from placements.intern_forms import AbsenceForm
from placements.models import Internship, InternshipAbsence, InternshipEvaluation, Interruption


class ReasonForm(forms.Form):
    reason = PlainTextField(label=_("Why?"), longest=300, lines=2)


class CorrectEndForm(EarlyEndForm):
    """Day and reason as they should have been, and what was wrong."""

    reason = PlainTextField(label=_("What was wrong?"), longest=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        early_end: Any = self.fields["early_end"]
        if self.obj.state == InternshipState.COMPLETED:
            early_end.required = False
            early_end.choices = [("", _("It did not end early")), (EarlyEnd.HIRED, _("Hired"))]
        self.fields["ended_on"].initial = self.obj.ended_on
        early_end.initial = self.obj.early_end
        self.fields["note"].initial = self.obj.end_note


class StaffAbsenceForm(AbsenceForm, VerbForm):
    """An absence that somebody told a colleague."""

    by_company = forms.TypedChoiceField(
        label=_("Who told it?"),
        choices=[("1", _("The company")), ("", _("The learner"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
        initial="1",
    )


class _OneOfForm(VerbForm):
    """One record of the internship, and why it is taken back."""

    which = forms.ModelChoiceField(
        None, label=_("Which?"), empty_label=None, error_messages={"required": CHOOSE}
    )
    reason = PlainTextField(label=_("Why?"), longest=300, lines=2)

    def choices_of(self, internship: Internship) -> Any:
        raise NotImplementedError

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        which: Any = self.fields["which"]
        which.queryset = self.choices_of(self.obj)
        which.label_from_instance = self.name_of

    def name_of(self, record: Any) -> str:
        return str(record)


class TakeBackAbsenceForm(_OneOfForm):
    def choices_of(self, internship: Internship) -> Any:
        return internship.absences.all()

    def name_of(self, record: InternshipAbsence) -> str:
        return f"{record.first_on:%d/%m/%Y} – {record.last_on:%d/%m/%Y}"


class DropRestForm(_OneOfForm):
    def choices_of(self, internship: Internship) -> Any:
        return internship.interruptions.all()

    def name_of(self, record: Interruption) -> str:
        until = f"{record.end_on:%d/%m/%Y}" if record.end_on else "…"
        return f"{record.start_on:%d/%m/%Y} – {until}"


class ReopenEvaluationForm(_OneOfForm):
    def choices_of(self, internship: Internship) -> Any:
        return internship.evaluations.filed()

    def name_of(self, record: InternshipEvaluation) -> str:
        return f"{record.get_moment_display()} · {record.get_by_display()}"
