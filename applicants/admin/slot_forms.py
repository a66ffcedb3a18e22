"""Forms for planning and changing moments."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applicants.enums import BOOKED_KINDS, StepKind
from applicants.permissions import HOSTS
from applicants.workflow.slots import SlotPlan
from becode.accounts.models import User
from becode.backoffice.verbs import VerbForm
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.forms import PlainTextField, refuse_far_day
from becode.people.models import LANGUAGES
from cohorts.models import Track

MOST_PLACES = 500
KINDS = [(kind.value, kind.label) for kind in StepKind if kind in BOOKED_KINDS]


def time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class MomentFields(forms.Form):
    """What planning and changing have in common."""

    begins = time_field(_("From"))
    ends = time_field(_("Until"))
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST_PLACES, initial=20)
    place = PlainTextField(
        label=_("Place"),
        longest=200,
        required=False,
        help_text=_("Empty: at the campus."),
    )
    video_link = forms.URLField(
        label=_("Video link"),
        required=False,
        assume_scheme="https",
        help_text=_("For an online moment. People of every campus can book it."),
    )
    host = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"), required=False)

    fields: dict[str, Any]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("The end cannot be before the beginning."))
        return cleaned


class NewSlotForm(MomentFields):
    """A moment, or one each week."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    campus = forms.ModelChoiceField(Campus.objects.none(), label=_("Campus"))
    track = forms.ModelChoiceField(
        Track.objects.none(), label=_("Track"), required=False, empty_label=_("Every track")
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(), validators=[refuse_far_day])
    until = forms.DateField(
        label=_("Each week until"),
        required=False,
        widget=forms.DateInput(),
        help_text=_("Empty: this day alone. Holidays and closures are left out."),
    )
    field_order = ("kind", "campus", "track", "language", "on", "begins", "ends", "until")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        campuses = Campus.objects.open_on(today)
        keys = user.campus_keys()
        if keys is not None:
            campuses = campuses.filter(pk__in=keys)
        self.fields["campus"].queryset = campuses
        if len(campuses) == 1:
            self.fields["campus"].initial = campuses[0]
        self.fields["track"].queryset = Track.objects.open_on(today)
        self.fields["host"].queryset = hosts()
        self.fields["host"].initial = user if user in hosts() else None

    def plan(self) -> SlotPlan:
        cleaned = self.cleaned_data
        names = ("kind", "campus", "track", "begins", "ends", "capacity", "language")
        more = ("place", "video_link", "host")
        return SlotPlan(**{name: cleaned[name] for name in (*names, *more)})


class ChangeSlotForm(VerbForm, MomentFields):
    """Time, place, places of one moment."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(), validators=[refuse_far_day])
    field_order = ("on", "begins", "ends", "capacity", "place", "video_link", "host")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slot = self.obj
        self.fields["host"].queryset = hosts()
        starts, ends = (
            moment.astimezone(clock.BRUSSELS) for moment in (slot.starts_at, slot.ends_at)
        )
        self.initial = {
            "on": starts.date(),
            "begins": starts.time(),
            "ends": ends.time(),
            "capacity": slot.capacity,
            "place": slot.place,
            "video_link": slot.video_link,
            "host": slot.host_id,
        }


def changes_of(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The fields of a moment as a valid ChangeSlotForm wants them."""
    day: date = cleaned["on"]
    starts, ends = cleaned["begins"], cleaned["ends"]
    return {
        "starts_at": clock.at_local(day, starts.hour, starts.minute),
        "ends_at": clock.at_local(day, ends.hour, ends.minute),
        "capacity": cleaned["capacity"],
        "place": cleaned["place"],
        "video_link": cleaned["video_link"],
        "host": cleaned["host"],
    }


def hosts() -> Any:
    """Colleagues who may lead a moment, by name."""
    return User.objects.with_role(*HOSTS).order_by("name", "pk")
