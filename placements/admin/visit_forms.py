"""Forms of visits to companies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.verbs import VerbForm
from becode.core import clock
from becode.core.forms import CHOOSE, REQUIRED, PlainTextField, refuse_far_day
from placements.enums import VisitKind
from placements.forms import DayField
from placements.models import Internship


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:  # type: ignore[override]
        return str(obj)


class _VisitorForm(VerbForm):
    """A colleague of the campus who visits; oneself unless another one is chosen."""

    by = ColleagueField(
        None, label=_("Who?"), empty_label=None, error_messages={"required": CHOOSE}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        internship = self.obj if isinstance(self.obj, Internship) else self.obj.internship
        campus = internship.enrolment.cohort.campus_id
        by: Any = self.fields["by"]
        roles = (Role.PLACEMENT, Role.COACH, Role.CAMPUS_MANAGER)
        theirs = User.objects.with_role(*roles).at_campus(campus).values("pk")
        by.queryset = (
            User.objects.active().filter(
                pk__in=[self.user.pk, *theirs.values_list("pk", flat=True)]
            )
        ).order_by("name", "pk")
        by.initial = self.user.pk


class PlanVisitForm(_VisitorForm):
    planned_at = forms.DateTimeField(
        label=_("When?"),
        validators=[refuse_far_day],
        error_messages={"required": REQUIRED, "invalid": _("A day and a time, please.")},
    )
    kind = forms.ChoiceField(label=_("How?"), choices=VisitKind.choices, initial=VisitKind.VISIT)


class MoveVisitForm(_VisitorForm):
    planned_at = forms.DateTimeField(
        label=_("When?"),
        validators=[refuse_far_day],
        error_messages={"required": REQUIRED, "invalid": _("A day and a time, please.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["planned_at"].initial = self.obj.planned_at
        self.fields["by"].initial = self.obj.by_id


class FinishVisitForm(VerbForm):
    done_on = DayField(label=_("On which day?"))
    note = PlainTextField(
        label=_("What was said"),
        help_text=_("Colleagues read it; the person may ask to. Facts, nothing about health."),
        longest=2000,
        lines=5,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = getattr(self.obj, "done_on", None) or clock.today()
        self.fields["note"].initial = getattr(self.obj, "note", "")


class NoteVisitForm(FinishVisitForm, _VisitorForm):
    kind = forms.ChoiceField(label=_("How?"), choices=VisitKind.choices, initial=VisitKind.VISIT)
