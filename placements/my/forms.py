"""What a learner writes about the internship they look for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.core.forms import PlainTextField
from becode.people.models import Person
from placements.discretion import refuse_contact_details
from placements.enums import Province, Telework
from placements.models import LearnerProfile

FIELDS = (
    "headline",
    "projects",
    "portfolio_url",
    "provinces",
    "telework",
    "avoids",
    "shows_levels",
)


class ProfileForm(forms.Form):
    """Everything may be skipped. Companies read the first two; the school reads the rest."""

    headline = PlainTextField(
        label=_("You in one sentence"),
        help_text=_("For example: I like building pages that everybody can use."),
        longest=120,
        required=False,
    )
    projects = PlainTextField(
        label=_("What did you make?"),
        help_text=_("A site, an app, something at school or at home. What was your part?"),
        longest=2000,
        lines=6,
        required=False,
    )
    portfolio_url = forms.URLField(
        label=_("A page with your work"),
        help_text=_("Companies see it after you both said yes: such a page often shows your name."),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
        error_messages={"invalid": _("This address is not complete. Example: https://my-page.be")},
    )
    provinces = forms.MultipleChoiceField(
        label=_("Where can you travel to?"),
        choices=Province.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--row"}),
    )
    telework = forms.ChoiceField(
        label=_("Working at home"),
        choices=[("", _("I do not mind")), *Telework.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    avoids = PlainTextField(
        label=_("What do you not want?"),
        help_text=_("Only the school reads this. For example: no work at night."),
        longest=300,
        lines=3,
        required=False,
    )

    shows_levels = forms.BooleanField(
        label=_("Show my levels"),
        help_text=_("Companies then see how far you are, as your coach sees it."),
        required=False,
    )

    def __init__(
        self, *args: Any, person: Person, profile: LearnerProfile | None, **kwargs: Any
    ) -> None:
        if profile is not None:
            kwargs["initial"] = {name: getattr(profile, name) for name in FIELDS}
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_headline(self) -> str:
        return self._for_companies("headline")

    def clean_projects(self) -> str:
        return self._for_companies("projects")

    def _for_companies(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        refuse_contact_details(text, names=[self.person.last_name])
        return text


class WhyNotForm(forms.Form):
    why = PlainTextField(
        label=_("Why not?"),
        help_text=_("A few words help us to look better. Only the school reads them."),
        longest=200,
        lines=2,
        required=False,
    )
