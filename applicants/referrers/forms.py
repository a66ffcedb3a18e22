"""What a referring worker fills in of a person, and what the person answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applicants.enums import ConsentChannel, SharedStage
from applicants.public.offering import Offering
from applicants.workflow.referring import TOO_YOUNG, ReferralAnswers
from applicants.workflow.submitting import ADULT
from becode.core import clock
from becode.core.forms import (
    CHOOSE,
    BirthDateField,
    ContactEmailField,
    NameField,
    PhoneField,
    PlainTextField,
)
from becode.people.enums import LessonLevel
from becode.people.models import LANGUAGES

CONSENT_TEXT = _(
    "I asked this person. They know that I pass on their name and how to reach them. "
    "They agree. They know that they decide themselves what I see later."
)
EMPTY = ("", _("I do not know"))


def _level_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[EMPTY, *LessonLevel.choices], required=False)


class ReferForm(forms.Form):
    first_name = NameField(label=_("First name"))
    last_name = NameField(
        label=_("Family name"),
        required=False,
        help_text=_("Does this person have one name only? Leave this empty."),
    )
    birth = BirthDateField(label=_("Date of birth, or the year alone"))
    phone = PhoneField(
        label=_("Phone of the person"),
        required=False,
        help_text=_("An e-mail address or a phone number is enough. Not your own."),
    )
    email = ContactEmailField(label=_("E-mail of the person"), required=False)
    language = forms.ChoiceField(label=_("Language of our messages"), choices=LANGUAGES)
    level_nl = _level_field(_("Can follow a lesson in Dutch"))
    level_fr = _level_field(_("Can follow a lesson in French"))
    level_en = _level_field(_("Can follow a lesson in English"))
    track = forms.ChoiceField(
        label=_("Training"), error_messages={"required": CHOOSE, "invalid_choice": CHOOSE}
    )
    campus = forms.ChoiceField(
        label=_("Campus"), error_messages={"required": CHOOSE, "invalid_choice": CHOOSE}
    )
    note = PlainTextField(
        label=_("What we should know"),
        help_text=_("Nothing about health, religion or papers, please."),
        longest=2000,
        lines=3,
        required=False,
    )
    consent_channel = forms.ChoiceField(
        label=_("How did the person agree?"),
        choices=ConsentChannel.choices,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    agreed = forms.BooleanField(
        label=CONSENT_TEXT,
        error_messages={"required": _("Ask the person first: we need this to go on.")},
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, offering: Offering, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offering = offering
        self.fields["track"].choices = [
            ("", _("Choose a training")),
            *(
                (track.code, f"{track.name} ({offering.places(track)})")
                for track in offering.tracks
            ),
        ]
        self.fields["campus"].choices = [
            ("", _("Choose a campus")),
            *((campus.code, offering.label(campus)) for campus in offering.campuses),
        ]
        self.fields["language"].initial = language

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not ({"email", "phone"} & set(self.errors)) and not (
            cleaned.get("email") or cleaned.get("phone")
        ):
            self.add_error("phone", _("Write a phone number or an e-mail address."))
        birth = cleaned.get("birth")
        today = clock.today()
        if birth and not birth.is_maybe(ADULT, today):
            self.add_error("birth", TOO_YOUNG)
        elif birth and not birth.is_surely(ADULT, today):
            self.add_error(
                "birth", _("Please fill in the day and the month too: is this person 18?")
            )
        track = self.offering.track(cleaned.get("track") or "")
        campus = self.offering.campus(cleaned.get("campus") or "")
        if track and campus and campus not in self.offering.taught[track.pk]:
            self.add_error("campus", _("This training is not given at this campus."))
        return cleaned

    @property
    def answers(self) -> ReferralAnswers:
        """The form as the workflow takes it; only once it is valid."""
        data = self.cleaned_data
        names = ("first_name", "last_name", "birth", "email", "phone", "language", "note")
        levels = {code: data[f"level_{code}"] for code in ("nl", "fr", "en")}
        return ReferralAnswers(
            **{name: data[name] for name in names},
            consent_channel=data["consent_channel"],
            track=self.offering.track(data["track"]),  # type: ignore[arg-type]
            campus=self.offering.campus(data["campus"]),  # type: ignore[arg-type]
            lesson_levels={code: level for code, level in levels.items() if level},
        )


class AnswerForm(forms.Form):
    """What the person lets their counsellor see: nothing is ticked for them."""

    shared_stages = forms.MultipleChoiceField(
        label=_("My counsellor may see:"),
        choices=SharedStage.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
