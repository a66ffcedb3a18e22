"""Forms of the calendar: days, hours, a new start, closures, events."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.campuses.models import Campus, Closure
from becode.core import clock
from becode.core.forms import PlainTextField, refuse_far_day
from cohorts.admin.forms import FARTHEST
from cohorts.enums import AgendaKind, CohortState, DayPart, LessonPlace
from cohorts.models import AgendaItem, Cohort, Room, TrainingDay
from cohorts.permissions.cohorts import GUIDES
from cohorts.shifting import ClosureChange
from cohorts.workflow.agenda import Event
from cohorts.workflow.days import HOURS, Hours

LESSON_WEEKDAYS = [(number, capfirst(WEEKDAYS[number])) for number in range(5)]
LONGEST_CLOSURE = timedelta(days=120)


def time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class HoursFields(forms.Form):
    """The four times of a day."""

    arrive_by = time_field(_("Lessons start"))
    lunch_from = time_field(_("Lunch starts"))
    lunch_until = time_field(_("Lunch ends"))
    leave_from = time_field(_("Lessons end"))

    fields: dict[str, Any]

    def hours(self) -> Hours:
        """The times of a valid form."""
        return Hours(*(self.cleaned_data[name] for name in HOURS))


class DayForm(HoursFields):
    """One training day; `day` is the row, or a cohort's ordinary day."""

    part = forms.ChoiceField(label=_("Lessons"), choices=DayPart.choices)
    place = forms.ChoiceField(label=_("Where"), choices=LessonPlace.choices)
    title = PlainTextField(
        label=_("What is special"),
        longest=120,
        required=False,
        help_text=_("The learners read it in their calendar. For example: kick-off."),
    )
    field_order: tuple[str, ...] = ("part", "place", *HOURS, "title")

    def __init__(self, data: Any = None, *, day: TrainingDay) -> None:
        initial = {name: getattr(day, name) for name in ("part", "place", "title")}
        for name in HOURS:
            initial[name] = getattr(day, name) or getattr(day.cohort, name)
        super().__init__(data, initial=initial)
        self.fields["arrive_by"].help_text = _("Of a half day only its own two times count.")

    def answers(self) -> dict[str, Any]:
        """What the workflow is given."""
        kept = {name: self.cleaned_data[name] for name in ("part", "place", "title")}
        return {**kept, "hours": self.hours()}


class NewDayForm(DayForm):
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(), validators=[refuse_far_day])
    field_order = ("on", "part", "place", *HOURS, "title")


class HoursForm(HoursFields):
    """The ordinary days of a cohort, and its room."""

    grace_minutes = forms.IntegerField(
        label=_("Minutes of grace"),
        min_value=0,
        max_value=30,
        help_text=_("A check-in within these minutes counts as one in time."),
    )
    home_weekdays = forms.TypedMultipleChoiceField(
        label=_("Days at home"),
        choices=LESSON_WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    room = forms.ModelChoiceField(
        Room.objects.none(), label=_("Room"), required=False, empty_label=_("No room of its own")
    )

    def __init__(self, data: Any = None, *, cohort: Cohort) -> None:
        names = (*HOURS, "grace_minutes", "home_weekdays", "room")
        initial = {name: getattr(cohort, name) for name in names}
        super().__init__(data, initial=initial)
        self.fields["room"].queryset = rooms_of(cohort.campus_id)


class StartForm(forms.Form):
    start_on = forms.DateField(label=_("New first day"), widget=forms.DateInput())

    def clean_start_on(self) -> date:
        return near(self.cleaned_data["start_on"])


class ClosureForm(forms.ModelForm):
    """A closure; what it shifts is shown before it is kept."""

    reason = PlainTextField(
        label=_("Reason"),
        longest=120,
        help_text=_("Learners read it in their calendar. For example: summer holiday."),
    )

    class Meta:
        model = Closure
        fields = ("campus", "start_on", "end_on", "reason")
        widgets: ClassVar[dict[str, Any]] = {
            "start_on": forms.DateInput(),
            "end_on": forms.DateInput(),
        }

    fields: dict[str, Any]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = user.campus_keys()
        campuses = Campus.objects.order_by("name", "pk")
        field = self.fields["campus"]
        if keys is None:
            field.empty_label = str(_("All campuses"))
        else:
            campuses = campuses.filter(pk__in=keys)
            field.required = True
        field.queryset = campuses

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("start_on"), cleaned.get("end_on")
        for name, day in (("start_on", first), ("end_on", last)):
            if day is not None:
                try:
                    near(day)
                except forms.ValidationError as error:
                    self.add_error(name, error)
        if first and last and last - first > LONGEST_CLOSURE:
            self.add_error("end_on", _("A closure has at most 120 days. Look at the year."))
        return cleaned

    def change(self, closure: Closure | None) -> ClosureChange:
        """What a valid form asks for; `closure` is the row as it was."""
        wanted = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return ClosureChange(closure, **wanted)


class AgendaForm(forms.Form):
    """An event of a cohort or of the whole campus."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AgendaKind.choices)
    title = PlainTextField(label=_("Title"), longest=120)
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(),
        label=_("Who it is for"),
        required=False,
        empty_label=_("Everybody of the campus"),
    )
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(), validators=[refuse_far_day])
    begins = time_field(_("From"))
    ends = time_field(_("Until"))
    last_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(),
        validators=[refuse_far_day],
        help_text=_("Empty: it ends on the same day."),
    )
    room = forms.ModelChoiceField(
        Room.objects.none(), label=_("Room"), required=False, empty_label=_("No room")
    )
    place = PlainTextField(
        label=_("Another place"),
        longest=120,
        required=False,
        help_text=_("For a visit: the address."),
    )
    coaches = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Coaches"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = PlainTextField(
        label=_("What to bring or know"),
        longest=300,
        required=False,
        help_text=_("The learners read it in their calendar. No names of learners."),
    )

    fields: dict[str, Any]

    def __init__(
        self, *args: Any, campus: Campus, item: AgendaItem | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.campus = campus
        cohorts = Cohort.objects.filter(campus=campus).exclude(
            state__in=[CohortState.CANCELLED, CohortState.COMPLETED]
        )
        coaches = User.objects.with_role(*GUIDES).at_campus(campus.pk)
        if item is not None:  # who or what was chosen stays a choice
            cohorts = Cohort.objects.filter(Q(pk__in=cohorts.values("pk")) | Q(agenda=item))
            coaches = User.objects.filter(Q(pk__in=coaches.values("pk")) | Q(agenda=item))
        self.fields["cohort"].queryset = cohorts.order_by("-start_on", "code", "pk").distinct()
        self.fields["coaches"].queryset = coaches.order_by("name", "pk").distinct()
        self.fields["room"].queryset = rooms_of(campus.pk)

    @staticmethod
    def initial_of(item: AgendaItem) -> dict[str, Any]:
        """The answers that an event stands for."""
        starts, ends = (
            moment.astimezone(clock.BRUSSELS) for moment in (item.starts_at, item.ends_at)
        )
        names = ("kind", "title", "cohort", "room", "place", "note")
        return {name: getattr(item, name) for name in names} | {
            "on": starts.date(),
            "begins": starts.time(),
            "ends": ends.time(),
            "last_on": ends.date() if ends.date() != starts.date() else None,
            "coaches": list(item.coaches.order_by("pk")),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        first, last = cleaned["on"], cleaned["last_on"] or cleaned["on"]
        if (last, cleaned["ends"]) <= (first, cleaned["begins"]):
            self.add_error("ends", _("The end cannot be before the beginning."))
        return cleaned

    def event(self) -> Event:
        """What a valid form asks for, with moments by the clock of Brussels."""
        cleaned = self.cleaned_data
        begins, ends = cleaned["begins"], cleaned["ends"]
        last = cleaned["last_on"] or cleaned["on"]
        names = ("cohort", "kind", "title", "room", "place", "note")
        return Event(
            campus=self.campus,
            starts_at=clock.at_local(cleaned["on"], begins.hour, begins.minute),
            ends_at=clock.at_local(last, ends.hour, ends.minute),
            coaches=list(cleaned["coaches"]),
            **{name: cleaned[name] for name in names},
        )


def rooms_of(campus_key: int) -> Any:
    return Room.objects.filter(campus=campus_key, is_active=True).order_by("name", "pk")


def near(day: date) -> date:
    """A day that somebody can mean. Raises ValidationError for a typing error in the year."""
    if abs(day - clock.today()) > FARTHEST:
        raise forms.ValidationError(_("Look at the year: this day is too far away."))
    return day
