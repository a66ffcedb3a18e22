"""The steps of the application form; each keeps what was typed and says what is missing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applicants.enums import FilledBy, HeardFrom
from applicants.public.offering import Offering
from applicants.workflow.submitting import ADULT
from becode.core.forms import (
    CHOOSE,
    BirthDateField,
    ContactEmailField,
    ContactField,
    NameField,
    PhoneField,
    PlainTextField,
    PostcodeField,
    likely_address,
)
from becode.people.enums import Gender, LessonLevel
from becode.people.models import LANGUAGES

ROW = {"class": "choices--row"}


class StepForm(forms.Form):
    """A step; `today` and `offering` come from the view, so that forms ask nothing twice."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        today: date,
        offering: Offering,
        **kwargs: Any,
    ) -> None:
        self.today = today
        self.offering = offering
        super().__init__(data, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the day or on what is offered."""

    @property
    def names(self) -> list[str]:
        """The names of all inputs, those of several parts included."""
        found: list[str] = []
        for name, field in self.fields.items():
            parts: list[str] = getattr(field.widget, "widgets_names", [""])
            found.extend(name + part for part in parts)
        return found

    @cached_property
    def refused(self) -> set[str]:
        """Fields whose text we may not even keep while the form is being filled in."""
        errors = self.errors.as_data()
        return {
            name
            for name, faults in errors.items()
            if any(fault.code == "national_number" for fault in faults)
        }


class YouForm(StepForm):
    first_name = NameField(
        label=_("First name"),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = NameField(
        label=_("Family name"),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("Fill in your family name, or tick the box below.")},
    )
    only_one_name = forms.BooleanField(label=_("I have only one name"), required=False)
    preferred_name = NameField(
        label=_("What do we call you?"),
        help_text=_("Only if you use another name."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    birth = BirthDateField(
        label=_("When were you born?"),
        help_text=_("Do you not know the day? Fill in only the year."),
    )
    for_somebody_else = forms.BooleanField(
        label=_("I fill this in for somebody else. The questions are about that person."),
        required=False,
    )

    def prepare(self) -> None:
        self.fields["birth"].today = self.today  # type: ignore[attr-defined]
        if self.data.get("only_one_name"):
            self.fields["last_name"].required = False

    def clean_birth(self) -> Any:
        birth = self.cleaned_data["birth"]
        is_open = not birth.is_surely(ADULT, self.today) and birth.is_maybe(ADULT, self.today)
        if is_open:
            raise ValidationError(
                _(
                    "Please fill in the day and the month too. "
                    "You can apply from your 18th birthday."
                ),
                code="open",
            )
        return birth

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("only_one_name"):
            cleaned["last_name"] = ""
            self.errors.pop("last_name", None)
        return cleaned

    @property
    def is_under_age(self) -> bool:
        """Whether a valid form is of somebody who cannot apply yet."""
        return not self.cleaned_data["birth"].is_maybe(ADULT, self.today)


class HelperForm(StepForm):
    """Who holds the pen for somebody else."""

    filled_by = forms.ChoiceField(
        label=_("Who are you?"),
        choices=[
            (FilledBy.FAMILY, FilledBy.FAMILY.label),
            (FilledBy.COUNSELLOR, FilledBy.COUNSELLOR.label),
        ],
        widget=forms.RadioSelect(attrs=ROW),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    helper_name = NameField(
        label=_("Your own name"), widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    helper_contact = ContactField(label=_("Your own e-mail or phone"))


class ContactForm(StepForm):
    email = ContactEmailField(label=_("E-mail"), required=False)
    phone = PhoneField(
        label=_("Phone"),
        required=False,
        help_text=_("We send a text message if you have no e-mail."),
    )
    contact_language = forms.ChoiceField(
        label=_("In which language may we write to you?"),
        choices=LANGUAGES,
        widget=forms.RadioSelect(attrs=ROW),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    postcode = PostcodeField(label=_("Postcode in Belgium"), required=False)
    email_is_right = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["contact_language"].initial = get_language()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        email, phone = cleaned.get("email"), cleaned.get("phone")
        if not email and not phone and not {"email", "phone"} & set(self.errors):
            self.add_error("email", _("Fill in an e-mail address or a phone number."))
        if email:
            self._ask_about_slip(email)
        return cleaned

    def _ask_about_slip(self, email: str) -> None:
        """Ask once about an address that looks like a slip; the same answer again is accepted."""
        meant = likely_address(email)
        if meant is None or self.data.get("email_is_right") == email:
            return
        self.data = {**self.data, "email_is_right": email}
        self.add_error(
            "email",
            ValidationError(
                _("Did you mean %(meant)s? If your address is right, press Next again."),
                code="slip",
                params={"meant": meant},
            ),
        )


def _lesson_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=LessonLevel.choices,
        widget=forms.RadioSelect(attrs=ROW),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )


class LanguagesForm(StepForm):
    lesson_nl = _lesson_field(_("Can you follow a lesson in Dutch?"))
    lesson_fr = _lesson_field(_("Can you follow a lesson in French?"))
    lesson_en = _lesson_field(_("Can you follow a lesson in English?"))

    @property
    def lesson_levels(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"lesson_{code}"] for code in ("nl", "fr", "en")}


class CourseForm(StepForm):
    track = forms.ChoiceField(
        label=_("What do you want to learn?"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    campus_1 = forms.ChoiceField(
        label=_("Where? Your first choice"),
        error_messages={
            "required": _("Please choose a campus."),
            "invalid_choice": _("Please choose a campus from the list."),
        },
    )
    campus_2 = forms.ChoiceField(
        label=_("Your second choice"),
        required=False,
        error_messages={"invalid_choice": _("Please choose a campus from the list.")},
    )
    campus_3 = forms.ChoiceField(
        label=_("Your third choice"),
        required=False,
        error_messages={"invalid_choice": _("Please choose a campus from the list.")},
    )

    def prepare(self) -> None:
        tracks = self.offering.tracks
        self.fields["track"].choices = [  # type: ignore[attr-defined]
            (track.code, f"{track.name} ({self.offering.places(track)})") for track in tracks
        ]
        if len(tracks) == 1:
            self.fields["track"].initial = tracks[0].code
        places = [(campus.code, self.offering.label(campus)) for campus in self.offering.campuses]
        self.fields["campus_1"].choices = [("", _("Choose a campus")), *places]  # type: ignore[attr-defined]
        for name in ("campus_2", "campus_3"):
            self.fields[name].choices = [("", _("No other choice")), *places]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        track = self.offering.track(cleaned.get("track", ""))
        seen: set[str] = set()
        for name in ("campus_1", "campus_2", "campus_3"):
            code = cleaned.get(name)
            if not code:
                continue
            if code in seen:
                self.add_error(name, _("You chose this campus already. Choose another one."))
            elif track and code not in self.offering.campus_codes(track):
                self.add_error(
                    name,
                    ValidationError(
                        _("This course is given in %(places)s. Please choose one of these."),
                        code="elsewhere",
                        params={"places": self.offering.places(track)},
                    ),
                )
            seen.add(code)
        return cleaned

    @property
    def campus_codes(self) -> list[str]:
        """The chosen campuses, best first, without gaps."""
        wished = [self.cleaned_data.get(f"campus_{rank}") for rank in (1, 2, 3)]
        return [code for code in wished if code]


class AboutForm(StepForm):
    motivation = PlainTextField(
        label=_("Why do you want to learn this?"),
        help_text=_("Use your own words. A few sentences are enough. Mistakes do not matter."),
        longest=5000,
        lines=7,
        error_messages={"required": _("Please write one or two sentences.")},
    )
    heard_from = forms.ChoiceField(
        label=_("How did you hear of us?"),
        choices=[("", _("Choose an answer")), *HeardFrom.choices],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    heard_from_detail = PlainTextField(
        label=_("Which one?"),
        help_text=_("For example the name of the workshop, the person or the website."),
        longest=200,
        required=False,
    )
    gender = forms.ChoiceField(
        label=_("Your gender"),
        choices=Gender.choices,
        required=False,
        widget=forms.RadioSelect(attrs=ROW),
        error_messages={"invalid_choice": CHOOSE},
    )
    needs = PlainTextField(
        label=_("What do you need to learn well?"),
        help_text=_(
            "For example a quiet room, written instructions or more time. "
            "We use it only to arrange support. It never counts in the selection."
        ),
        longest=2000,
        lines=3,
        required=False,
    )
    needs_consent = forms.BooleanField(
        label=_(
            "I agree: you may use my answer about what I need, only to arrange support. "
            "I can change my mind at any time."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("needs") and not cleaned.get("needs_consent"):
            self.add_error(
                "needs_consent",
                _("Tick this box, or empty the question above. Without it we may not keep it."),
            )
        return cleaned


class CheckForm(StepForm):
    application = forms.BooleanField(
        label=_("I agree: you may use my answers to handle my application."),
        error_messages={"required": _("We can only handle your application if you agree.")},
    )
    share_profile = forms.BooleanField(
        label=_("Later, companies may see my first name and my profile for an internship."),
        required=False,
    )
    news = forms.BooleanField(
        label=_("You may tell me about other courses."),
        required=False,
    )


class InterestForm(StepForm):
    """The short list for people under 18."""

    first_name = NameField(
        label=_("First name"), widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    birth_year = PlainTextField(
        label=_("Year of birth"),
        longest=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"}),
    )
    parent_contact = ContactField(
        label=_("E-mail or phone of a parent"),
        help_text=_("Or of another adult who takes care of you."),
    )
    campus = forms.ChoiceField(
        label=_("Where do you want to learn?"),
        required=False,
        error_messages={"invalid_choice": _("Please choose a campus from the list.")},
    )

    def prepare(self) -> None:
        places = [(campus.code, self.offering.label(campus)) for campus in self.offering.campuses]
        self.fields["campus"].choices = [("", _("I do not know yet")), *places]  # type: ignore[attr-defined]

    def clean_birth_year(self) -> int:
        text = self.cleaned_data["birth_year"]
        if not (text.isdecimal() and len(text) == 4):
            raise ValidationError(
                _("Please write the year with 4 numbers, for example 2010."), code="year"
            )
        year, this_year = int(text), self.today.year
        if year > this_year:
            raise ValidationError(
                _("This date is in the future. Please look at the year."), code="future"
            )
        if this_year - year > ADULT:
            raise ValidationError(
                _("With this year you are 18 or older. Then you can apply now."), code="adult"
            )
        return year
