from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applicants.enums import (
    HeardFrom,
    WithdrawalReason,
)
from becode.backoffice.verbs import VerbForm
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.forms import (
    BirthDateField,
    ContactEmailField,
    NameField,
    PhoneField,
    PlainTextField,
    PostcodeField,
)
from becode.people.enums import LessonLevel
from becode.people.models import LANGUAGES
from cohorts.models import Track

EMPTY = ("", "—")


class AdmitForm(forms.Form):
    wait = forms.BooleanField(
        label=_("Put on the waitlist of each chosen campus at once"),
        initial=True,
        required=False,
    )


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What the person said"), choices=[EMPTY, *WithdrawalReason.choices]
    )


class JoinForm(VerbForm):
    """Which lists: those of the chosen campuses, all of them by default."""

    campuses = forms.ModelMultipleChoiceField(
        Campus.objects.none(), label=_("Waitlists"), widget=forms.CheckboxSelectMultiple
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj is None:
            del self.fields["campuses"]
            return
        chosen = Campus.objects.filter(campuschoice__application=self.obj)
        self.fields["campuses"].queryset = chosen.order_by("campuschoice__rank")
        self.fields["campuses"].initial = list(chosen.values_list("pk", flat=True))


class NewApplicationForm(forms.Form):
    """An application taken down by a colleague, on the phone or at the desk."""

    first_name = NameField(label=_("First name"))
    last_name = NameField(label=_("Family name"), required=False)
    preferred_name = NameField(label=_("Name we call them by"), required=False)
    birth = BirthDateField(label=_("Date of birth, or the year alone"))
    phone = PhoneField(label=_("Phone"), required=False)
    email = ContactEmailField(label=_("E-mail"), required=False)
    postcode = PostcodeField(label=_("Postcode"), required=False)
    contact_language = forms.ChoiceField(label=_("Language of our messages"), choices=LANGUAGES)
    track = forms.ModelChoiceField(Track.objects.none(), label=_("Track"))
    first_choice = forms.ModelChoiceField(Campus.objects.none(), label=_("First choice"))
    second_choice = forms.ModelChoiceField(
        Campus.objects.none(), label=_("Second choice"), required=False
    )
    third_choice = forms.ModelChoiceField(
        Campus.objects.none(), label=_("Third choice"), required=False
    )
    level_nl = forms.ChoiceField(label=_("Can follow a lesson in Dutch"), required=False)
    level_fr = forms.ChoiceField(label=_("Can follow a lesson in French"), required=False)
    level_en = forms.ChoiceField(label=_("Can follow a lesson in English"), required=False)
    heard_from = forms.ChoiceField(
        label=_("Heard of us through"), choices=[EMPTY, *HeardFrom.choices], required=False
    )
    motivation = PlainTextField(
        label=_("Motivation, in their own words"), longest=5000, lines=4, required=False
    )
    remarks = PlainTextField(label=_("Remarks of staff"), longest=5000, lines=2, required=False)
    agreed = forms.BooleanField(
        label=_("The person agrees that we handle this application"),
        error_messages={"required": _("Ask the person first: we need this to go on.")},
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["track"].queryset = Track.objects.open_on(today)
        campuses = Campus.objects.open_on(today)
        for name in ("first_choice", "second_choice", "third_choice"):
            self.fields[name].queryset = campuses
        keys = user.campus_keys()
        if keys and len(keys) == 1:
            self.fields["first_choice"].initial = next(iter(keys))
        for name in ("level_nl", "level_fr", "level_en"):
            self.fields[name].choices = [EMPTY, *LessonLevel.choices]
        self.fields["contact_language"].initial = user.language

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["phone"] and not cleaned["email"]:
            self.add_error("phone", _("Write a phone number or an e-mail address."))
        choices = [cleaned.get(f"{rank}_choice") for rank in ("first", "second", "third")]
        campuses = list(dict.fromkeys(campus for campus in choices if campus))
        track = cleaned.get("track")
        if track and campuses:
            taught = set(track.campuses.order_by("pk").values_list("pk", flat=True))
            if any(campus.pk not in taught for campus in campuses):
                self.add_error("track", _("This track is not taught at each of these campuses."))
        cleaned["campuses"] = campuses
        cleaned["lesson_levels"] = {
            code: cleaned[f"level_{code}"]
            for code in ("nl", "fr", "en")
            if cleaned.get(f"level_{code}")
        }
        return cleaned
