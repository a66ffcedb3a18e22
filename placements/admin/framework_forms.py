"""Forms of framework agreements."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.backoffice.verbs import VerbForm
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.forms import PlainTextField
from becode.files.forms import UploadField
from cohorts.models import Enrolment
from placements.forms import DayField
from placements.models import FrameworkAgreement
from placements.permissions import CHANGE_ROLES

FACTS = (
    "reference",
    "start_on",
    "end_on",
    "renews_by_itself",
    "seats",
    "interns",
    "hires",
    "fee_per_hire",
    "campuses",
    "owner",
    "note",
)
MOST = 500


class FrameworkFields(forms.Form):
    """What a company promises, and for how long."""

    reference = PlainTextField(label=_("Reference"), longest=60, required=False)
    start_on = DayField(label=_("In force from"))
    end_on = DayField(label=_("In force until"))
    renews_by_itself = forms.BooleanField(label=_("Renews by itself"), required=False)
    seats = forms.IntegerField(
        label=_("Seats that the company pays for"), min_value=0, max_value=MOST, initial=0
    )
    interns = forms.IntegerField(
        label=_("Interns promised"), min_value=0, max_value=MOST, initial=0
    )
    hires = forms.IntegerField(label=_("Hires promised"), min_value=0, max_value=MOST, initial=0)
    fee_per_hire = forms.DecimalField(
        label=_("Fee for each hire, in euro"),
        min_value=0,
        max_digits=9,
        decimal_places=2,
        initial=0,
        localize=True,
    )
    campuses = forms.ModelMultipleChoiceField(
        Campus.objects.order_by("name", "pk"),
        label=_("For campuses"),
        required=False,
        help_text=_("None chosen: for all campuses."),
        widget=forms.CheckboxSelectMultiple,
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Looked after by"),
        required=False,
        empty_label=_("Whoever looks after the company"),
    )
    note = PlainTextField(label=_("Note"), longest=2000, lines=3, required=False)

    def _fill_owner(self) -> None:
        owner: Any = self.fields["owner"]
        owner.queryset = User.objects.active().staff().with_role(*CHANGE_ROLES).order_by("name")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start_on, end_on = cleaned.get("start_on"), cleaned.get("end_on")
        if start_on and end_on and end_on < start_on:
            self.add_error("end_on", _("The last day cannot be before the first day."))
        return cleaned


class DraftForm(FrameworkFields, VerbForm):
    """A new agreement of a company."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fill_owner()
        self.fields["start_on"].initial = clock.today()


class ChangeForm(FrameworkFields, VerbForm):
    """The same fields, as they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fill_owner()
        for name in FACTS:
            self.fields[name].initial = (
                list(self.obj.campuses.all()) if name == "campuses" else getattr(self.obj, name)
            )


class EndForm(VerbForm):
    ended_on = DayField(label=_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].initial = min(self.obj.end_on, clock.today())


class DocumentForm(forms.Form):
    upload = UploadField(label=_("The signed agreement"), help_text=_("A PDF or a photo."))


class SeatForm(VerbForm):
    """A learner who began within the agreement's period, at one of its campuses."""

    enrolment = forms.ModelChoiceField(Enrolment.objects.none(), label=_("Learner"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreement: FrameworkAgreement = self.obj
        learners = (
            Enrolment.objects.visible_to(self.user)
            .filter(
                started_on__gte=agreement.start_on,
                started_on__lte=agreement.end_on,
                framework_seat__isnull=True,
            )
            .select_related("person", "cohort")
            .order_by("person__sort_name", "pk")
        )
        campuses = list(agreement.campuses.all())
        field: Any = self.fields["enrolment"]
        field.queryset = learners.filter(cohort__campus__in=campuses) if campuses else learners
        field.label_from_instance = lambda one: f"{one.person} · {one.cohort.code}"
