from django import forms
from django.utils.translation import gettext_lazy as _

from becode.campuses.models import Campus
from becode.core import clock
from becode.core.forms import CHOOSE, REQUIRED, PlainTextField
from cohorts.models import Track
from placements.forms import TEAM_LANGUAGES, DayField
from placements.models import Position

FIELDS = ("title", "tasks", "track", "campus", "site", "languages", "places", "start_on")


class PositionForm(forms.Form):
    """An internship place, in the words of a company."""

    title = PlainTextField(
        label=_("What do you call the internship?"),
        help_text=_("For example: Junior web developer."),
        longest=120,
    )
    tasks = PlainTextField(
        label=_("What will the intern do?"),
        help_text=_("Real tasks, in plain words. Who helps them?"),
        longest=3000,
        lines=6,
    )
    track = forms.ModelChoiceField(
        label=_("For which training?"),
        queryset=Track.objects.none(),
        required=False,
        empty_label=_("I do not know"),
    )
    campus = forms.ModelChoiceField(
        label=_("Which campus is nearest?"),
        queryset=Campus.objects.none(),
        empty_label=_("Choose a campus"),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    site = PlainTextField(
        label=_("Where is it?"),
        help_text=_("Street and town. Is working from home possible? Say how often."),
        longest=200,
    )
    languages = forms.MultipleChoiceField(
        label=_("Which languages does the team speak?"),
        choices=TEAM_LANGUAGES,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--row"}),
        error_messages={"required": CHOOSE},
    )
    places = forms.IntegerField(
        label=_("How many interns?"),
        min_value=1,
        max_value=20,
        initial=1,
        error_messages={
            "required": REQUIRED,
            "invalid": _("Please write a number."),
            "min_value": _("One place is the least."),
            "max_value": _("Do you have more than 20 places? Call us."),
        },
    )
    start_on = DayField(label=_("From when?"), required=False)

    def __init__(self, *args: object, position: Position | None = None, **kwargs: object) -> None:
        """With `position` the form begins with what it says now."""
        if position is not None:
            kwargs["initial"] = {name: getattr(position, name) for name in FIELDS}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        today = clock.today()
        tracks, campuses = Track.objects.open_on(today), Campus.objects.open_on(today)
        if position is not None:
            tracks = tracks | Track.objects.filter(pk=position.track_id).order_by("code", "pk")
            campuses = campuses | Campus.objects.filter(pk=position.campus_id)
        self.fields["track"].queryset = tracks  # type: ignore[attr-defined]
        self.fields["campus"].queryset = campuses  # type: ignore[attr-defined]
