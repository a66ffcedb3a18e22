"""What a company offers, in plain words; companies and colleagues fill in the same form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.campuses.models import Campus
from becode.core import clock
from becode.core.forms import CHOOSE, REQUIRED, PlainTextField
from becode.formats.letters import PaperTextField
from cohorts.models import Track
from placements.enums import ContactRole, ContractType, PositionKind
from placements.forms import TEAM_LANGUAGES, DayField
from placements.models import Company, CompanyContact, Establishment, Position
from placements.skills import LONGEST, MOST, problem_with, split_skills, suggested_skills

POSITION_FIELDS = (
    "title",
    "tasks",
    "track",
    "campus",
    "establishment",
    "site",
    "languages",
    "telework_days",
    "places",
    "start_on",
    "end_on",
    "mentor",
)
_HOME_DAYS = [
    (0, _("None")),
    *((days, str(days)) for days in range(1, 5)),
    (5, _("All days")),
]


class PositionForm(forms.Form):
    """An internship place of a company.

    `cleaned_data` is what the verbs of `placements.workflow.positions` take. Without sites of
    its own or mentors the company is not asked for them.
    """

    kind = PositionKind.INTERNSHIP

    title = PaperTextField(
        label=_("What do you call the internship?"),
        help_text=_("For example: Junior web developer."),
        longest=120,
    )
    tasks = PaperTextField(
        label=_("What will the intern do?"),
        help_text=_("Real tasks, in plain words. Who helps them?"),
        longest=3000,
        lines=6,
    )
    suggested = forms.MultipleChoiceField(
        label=_("Which skills help?"),
        help_text=_("Only what is really needed. The intern still learns."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--tags"}),
        error_messages={"invalid_choice": CHOOSE},
    )
    skills = PlainTextField(
        label=_("Other skills"),
        help_text=_("With a comma between them."),
        longest=(LONGEST + 2) * MOST,
        required=False,
    )
    track = forms.ModelChoiceField(
        label=_("For which training?"),
        queryset=Track.objects.none(),
        required=False,
        empty_label=_("I do not know"),
    )
    establishment = forms.ModelChoiceField(
        label=_("Where is it?"),
        queryset=Establishment.objects.none(),
        required=False,
        empty_label=_("Another place"),
        error_messages={"invalid_choice": CHOOSE},
    )
    site = PaperTextField(
        label=_("Where is it?"),
        help_text=_("Street and town."),
        longest=200,
    )
    campus = forms.ModelChoiceField(
        label=_("Which campus is nearest?"),
        queryset=Campus.objects.none(),
        empty_label=_("Choose a campus"),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    telework_days = forms.TypedChoiceField(
        label=_("How many days a week at home?"),
        choices=_HOME_DAYS,
        coerce=int,
        empty_value="0",
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )
    languages = forms.MultipleChoiceField(
        label=_("Which languages does the team speak?"),
        choices=TEAM_LANGUAGES,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--row"}),
        error_messages={"required": CHOOSE},
    )
    start_on = DayField(label=_("From when?"), required=False)
    end_on = DayField(label=_("Until when?"), required=False)
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
    mentor = forms.ModelChoiceField(
        label=_("Who is the mentor?"),
        queryset=CompanyContact.objects.none(),
        required=False,
        empty_label=_("We do not know yet"),
        error_messages={"invalid_choice": CHOOSE},
    )

    def __init__(
        self,
        *args: Any,
        company: Company | None = None,
        position: Position | None = None,
        **kwargs: Any,
    ) -> None:
        """With `position` the form begins with what it says now, or said where it is copied."""
        if position is not None:
            known = {name: getattr(position, name) for name in POSITION_FIELDS}
            kwargs["initial"] = {**known, **(kwargs.get("initial") or {})}
            company = position.company
        super().__init__(*args, **kwargs)
        self._offer_trainings(position)
        self._offer_skills(position)
        self._offer_places_and_mentors(company, position)

    def _offer_trainings(self, position: Position | None) -> None:
        today = clock.today()
        tracks, campuses = Track.objects.open_on(today), Campus.objects.open_on(today)
        if position is not None and position.track_id is not None:
            tracks = tracks | Track.objects.filter(pk=position.track_id).order_by("code", "pk")
        if position is not None:
            campuses = campuses | Campus.objects.filter(pk=position.campus_id)
        self.fields["track"].queryset = tracks  # type: ignore[attr-defined]
        self.fields["campus"].queryset = campuses  # type: ignore[attr-defined]

    def _offer_skills(self, position: Position | None) -> None:
        suggested = suggested_skills()
        wanted = list(position.skills) if position is not None else []
        field: Any = self.fields["suggested"]
        field.choices = [(tag, tag) for tag in suggested]
        if not suggested:
            del self.fields["suggested"]
            self.fields["skills"].label = field.label
        self.initial["suggested"] = [tag for tag in wanted if tag in suggested]
        self.initial["skills"] = ", ".join(tag for tag in wanted if tag not in suggested)

    def _offer_places_and_mentors(
        self, company: Company | None, position: Position | None
    ) -> None:  # fmt: skip
        key = company.pk if company is not None else 0
        places: Any = self.fields["establishment"]
        places.queryset = Establishment.objects.filter(company_id=key, is_active=True)
        if position is not None and position.establishment_id is not None:
            self.initial["site"] = ""
            kept = Establishment.objects.filter(pk=position.establishment_id)
            places.queryset = places.queryset | kept
        if places.queryset.exists():
            self.fields["site"].required = False
            self.fields["site"].label = _("Another place: where?")
        else:
            del self.fields["establishment"]
        mentors: Any = self.fields["mentor"]
        theirs = CompanyContact.objects.of_company(key).filter(is_active=True)
        mentors.queryset = theirs.with_role(ContactRole.MENTOR)
        mentors.label_from_instance = lambda contact: str(contact.user)
        if position is not None and position.mentor_id is not None:
            mentors.queryset = mentors.queryset | theirs.filter(pk=position.mentor_id)
        if not mentors.queryset.exists():
            del self.fields["mentor"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._clean_skills(cleaned)
        place = cleaned.get("establishment")
        if place is not None:
            cleaned["site"] = str(place)[:200]
        elif not cleaned.get("site") and not self.has_error("site"):
            self.add_error("site", REQUIRED)
        start_on, end_on = cleaned.get("start_on"), cleaned.get("end_on")
        if start_on and end_on and end_on < start_on:
            self.add_error("end_on", _("The last day cannot be before the first day."))
        return cleaned

    def _clean_skills(self, cleaned: dict[str, Any]) -> None:
        chosen = cleaned.pop("suggested", [])
        if self.has_error("skills"):
            return
        typed = split_skills(cleaned.get("skills", ""))
        tags = {tag.casefold(): tag for tag in [*chosen, *typed]}
        problem = problem_with(tags.values())
        if problem:
            self.add_error("skills", problem)
        else:
            cleaned["skills"] = list(tags.values())


class VacancyForm(PositionForm):
    """A job that a company offers to graduates."""

    kind = PositionKind.VACANCY

    contract_type = forms.ChoiceField(
        label=_("Which contract?"),
        choices=[
            ("", _("Choose a contract")),
            *(choice for choice in ContractType.choices if choice[0] != ContractType.UNPAID),
        ],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    field_order = ("title", "tasks", "contract_type")

    def __init__(self, *args: Any, position: Position | None = None, **kwargs: Any) -> None:
        if position is not None:
            kwargs["initial"] = {
                "contract_type": position.contract_type,
                **(kwargs.get("initial") or {}),
            }
        super().__init__(*args, position=position, **kwargs)
        words = {
            "title": _("What do you call the job?"),
            "tasks": _("What will the new colleague do?"),
            "places": _("How many people do you look for?"),
            "start_on": _("From when?"),
        }
        for name, label in words.items():
            if name in self.fields:
                self.fields[name].label = label
        for name in ("end_on", "mentor"):
            self.fields.pop(name, None)


def form_for(kind: str) -> type[PositionForm]:
    """The form for an internship place, or for a job."""
    return VacancyForm if kind == PositionKind.VACANCY else PositionForm
