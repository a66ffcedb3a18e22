from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.backoffice.verbs import VerbForm
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.forms import PlainTextField
from cohorts.calendar import CohortDates, cohort_dates
from cohorts.models import Track

MOST_SEATS = 200
FARTHEST = timedelta(days=3 * 366)


CEILING_FIELD: dict[str, Any] = {
    "label": _("Offers and enrolments at most"),
    "min_value": 1,
    "max_value": 3 * MOST_SEATS,
    "required": False,
    "help_text": _(
        "Empty: as many as there are seats. More: you offer 28 for 25 seats, as some say no. "
        "Nobody is enrolled above the seats. When they are full, other offers are taken back."
    ),
}
CASCADES_FIELD: dict[str, Any] = {
    "label": _("Offer a seat that becomes free to the next person"),
    "required": False,
    "initial": True,
    "help_text": _("Within a minute, by itself. Off: it shows in Today, and a colleague offers."),
}
UNTIL_FIELD: dict[str, Any] = {
    "label": _("Last day to offer seats"),
    "required": False,
    "help_text": _("Empty: the day before the first day. Later lets people join late."),
}


class PlanCohortForm(forms.Form):
    """A new cohort; its dates follow from the first day. Choices are those of the colleague."""

    track = forms.ModelChoiceField(Track.objects.none(), label=_("Track"))
    campus = forms.ModelChoiceField(Campus.objects.none(), label=_("Campus"))
    start_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(), help_text=_("A day with lessons.")
    )
    code = PlainTextField(
        label=_("Code"), longest=40, help_text=_("For example BXL-Bouman-2.22. Used once.")
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS, initial=25)
    offer_hours = forms.IntegerField(
        label=_("Hours to answer an offer"), min_value=1, max_value=336, initial=48
    )
    offer_ceiling = forms.IntegerField(**CEILING_FIELD)
    cascades = forms.BooleanField(**CASCADES_FIELD)
    offers_until = forms.DateField(**UNTIL_FIELD, widget=forms.DateInput())

    fields: dict[str, Any]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["track"].queryset = Track.objects.open_on(today)
        campuses = Campus.objects.open_on(today)
        keys = user.campus_keys()
        if keys is not None:
            campuses = campuses.filter(pk__in=keys)
        self.fields["campus"].queryset = campuses
        if len(campuses) == 1:
            self.fields["campus"].initial = campuses[0]

    def clean_start_on(self) -> date:
        """A day a person can mean: a typing error in the year is caught here."""
        start_on: date = self.cleaned_data["start_on"]
        if abs(start_on - clock.today()) > FARTHEST:
            raise forms.ValidationError(_("Look at the year: this day is too far away."))
        return start_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        track, campus, seats = (cleaned.get(name) for name in ("track", "campus", "seats"))
        if track and campus and not track.campuses.filter(pk=campus.pk).exists():
            self.add_error("campus", _("This track is not taught at this campus."))
        ceiling = cleaned.get("offer_ceiling")
        if ceiling and seats and ceiling < seats:
            self.add_error("offer_ceiling", _("The ceiling cannot be below the number of seats."))
        return cleaned

    def dates(self) -> CohortDates:
        """What the calendar makes of a valid form. Raises IllegalMove."""
        cleaned = self.cleaned_data
        return cohort_dates(cleaned["track"], cleaned["campus"], cleaned["start_on"])


class SeatsForm(VerbForm):
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS)
    offer_ceiling = forms.IntegerField(**CEILING_FIELD)

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].initial = self.obj.seats
        self.fields["offer_ceiling"].initial = self.obj.offer_ceiling


class FreedSeatsForm(VerbForm):
    """Whether and until when a seat that becomes free goes to the next person."""

    cascades = forms.BooleanField(**CASCADES_FIELD)
    offers_until = forms.DateField(**UNTIL_FIELD, widget=forms.DateInput())

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cascades"].initial = self.obj.cascades
        self.fields["offers_until"].initial = self.obj.offers_until


class GraduateForm(forms.Form):
    on = forms.DateField(label=_("Graduated on"), initial=clock.today, widget=forms.DateInput())


class ProfileForm(VerbForm):
    """What companies read; never a diagnosis, never an address."""

    profile = PlainTextField(
        label=_("Profile"),
        longest=2000,
        lines=6,
        required=False,
        help_text=_("What this person can do and likes to do. No contact details."),
    )
    skills = PlainTextField(
        label=_("Skills"),
        longest=400,
        required=False,
        help_text=_("With commas between them: HTML, Python, testing."),
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].initial = self.obj.profile
        self.fields["skills"].initial = ", ".join(self.obj.skills)

    def clean_skills(self) -> list[str]:
        words = [word.strip() for word in self.cleaned_data["skills"].split(",")]
        skills = list(dict.fromkeys(word for word in words if word))
        if any(len(skill) > 40 for skill in skills):
            raise forms.ValidationError(_("A skill has at most 40 characters."))
        return skills
