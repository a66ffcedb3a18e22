"""The choices above the outcomes: of whom, of which half-years, as of which day."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core import clock
from becode.reports.outcomes.facts import Scope
from cohorts.models import Cohort, Track

EARLIEST_YEAR = 2010


def half_year(day: date) -> str:
    """2026-1 for the months until June, 2026-2 for the others."""
    return f"{day.year}-{1 if day.month <= 6 else 2}"


def first_day(half: str) -> date:
    year, part = half.split("-")
    return date(int(year), 1 if part == "1" else 7, 1)


def last_day(half: str) -> date:
    year, part = half.split("-")
    return date(int(year), 6, 30) if part == "1" else date(int(year), 12, 31)


class OutcomeFilter(forms.Form):
    """Everything may be left empty: then it is about all that the colleague sees, as of today."""

    campus = forms.ModelChoiceField(Campus.objects.none(), label=_("Campus"), required=False)
    track = forms.ModelChoiceField(Track.objects.none(), label=_("Track"), required=False)
    cohort = forms.ModelChoiceField(Cohort.objects.none(), label=_("Cohort"), required=False)
    since = forms.ChoiceField(label=_("Finished from"), required=False)
    until = forms.ChoiceField(label=_("Finished until"), required=False)
    as_of = forms.DateField(
        label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        keys = user.campus_keys()
        campuses = Campus.objects.order_by("name", "pk")
        fields: dict[str, Any] = self.fields
        fields["campus"].queryset = campuses if keys is None else campuses.filter(pk__in=keys)
        fields["track"].queryset = Track.objects.order_by("code", "pk")
        cohorts = Cohort.objects.visible_to(user)
        fields["cohort"].queryset = cohorts.order_by("-start_on", "code", "pk")
        halves = [("", _("Any time")), *((half, _half_in_words(half)) for half in _halves(cohorts))]
        fields["since"].choices = fields["until"].choices = halves
        for name in ("campus", "track", "cohort"):
            fields[name].empty_label = _("All")

    def clean_as_of(self) -> date:
        as_of: date | None = self.cleaned_data["as_of"]
        if as_of and as_of > clock.today():
            raise forms.ValidationError(_("This day is still to come."))
        return as_of or clock.today()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and first_day(since) > first_day(until):
            self.add_error("until", _("The end cannot be before the beginning."))
        return cleaned

    @property
    def day(self) -> date:
        """The day that was chosen, today by default."""
        chosen: date = self.cleaned_data["as_of"]
        return chosen

    @property
    def scope(self) -> Scope:
        chosen = self.cleaned_data
        return Scope.of(
            self.user,
            **{name: chosen[name].pk for name in ("campus", "track", "cohort") if chosen[name]},
            start_on=first_day(chosen["since"]) if chosen["since"] else None,
            end_on=last_day(chosen["until"]) if chosen["until"] else None,
        )

    @property
    def in_words(self) -> str:
        """What was chosen, for a title: Brussels, web developer, 2026-1 to 2026-2."""
        chosen = self.cleaned_data
        words = [str(chosen[name]) for name in ("campus", "track", "cohort") if chosen[name]]
        if chosen["since"] or chosen["until"]:
            words.append(" – ".join([chosen["since"] or "…", chosen["until"] or "…"]))
        return ", ".join(words)


def _halves(cohorts: Any) -> list[str]:
    """The half-years in which cohorts began or finished, the latest first; one query."""
    days = cohorts.order_by().values_list("start_on", "internship_end_on", "end_on")
    found = {
        half_year(day)
        for start_on, internship_end_on, end_on in days
        for day in (start_on, internship_end_on or end_on)
        if day.year >= EARLIEST_YEAR
    }
    return sorted(found, reverse=True)


def _half_in_words(half: str) -> str:
    year, part = half.split("-")
    return f"{year}, 01–06" if part == "1" else f"{year}, 07–12"
