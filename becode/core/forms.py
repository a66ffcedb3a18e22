"""Form fields for what people type about themselves: forgiving in, one form out, kind words.

They never cut what was typed: no `maxlength` on inputs, so a text that is too long comes back
whole, with a message. Sources: docs/domain.md, "Language, access, formats" and "Personal data".
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from becode.core import clock
from becode.core.normalise import (
    age_on,
    clean_name,
    clean_text,
    email_key,
    holds_national_number,
    phone_e164,
)

REQUIRED = _("Please fill this in.")
CHOOSE = _("Please choose an answer.")
TOO_LONG = _("Please make this shorter: at most %(limit)s characters. Now there are %(length)s.")
NATIONAL_NUMBER = _(
    "This looks like a national register number. We may not keep it: please take it out."
)
MAXIMUM_AGE = 110
FARTHEST_YEARS = 20
POSTCODE_FIRST, POSTCODE_LAST = 1000, 9992


def refuse_national_number(value: str | Sequence[str]) -> None:
    """For fields that are not a PlainTextField: raises ValidationError as that one does."""
    texts = [value] if isinstance(value, str) else value
    if any(holds_national_number(text) for text in texts):
        raise ValidationError(NATIONAL_NUMBER, code="national_number")


def refuse_far_day(value: date) -> None:
    """For days and moments that colleagues plan: catches a slip of the pen in the year.

    Raises ValidationError; the year 1 would break every page that shows it in local time.
    """
    if abs(value.year - clock.today().year) > FARTHEST_YEARS:
        raise ValidationError(_("Look at the year: this day is too far away."), code="far")


class PlainTextField(forms.CharField):
    """Text in somebody's own words, without control characters and national numbers."""

    default_error_messages = {"required": REQUIRED, "national_number": NATIONAL_NUMBER}

    def __init__(self, *, longest: int, lines: int = 1, **kwargs: Any) -> None:
        """`longest` is the number of characters; more than one of `lines` makes a text area."""
        self.longest = longest
        if lines > 1:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(value) if isinstance(value, str) else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                TOO_LONG,
                code="too_long",
                params={"limit": self.longest, "length": len(value)},
            )
        if holds_national_number(value):
            raise ValidationError(self.error_messages["national_number"], code="national_number")


class NameField(PlainTextField):
    """A name in any script, on one line; capitals stay as typed."""

    default_error_messages = {
        "sign": _("A name has letters, spaces, - and '. We cannot use: %(signs)s"),
        "letters": _("Please write the name with letters."),
    }
    _marks = frozenset("'’‘ʼʻ`´.·,()/\u200c\u200d")

    def __init__(self, *, longest: int = 100, **kwargs: Any) -> None:
        super().__init__(longest=longest, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_name(value) if isinstance(value, str) else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        strange = {sign for sign in value if not self._belongs(sign)}
        if strange:
            signs = " ".join(sorted(strange)[:5])
            raise ValidationError(self.error_messages["sign"], code="sign", params={"signs": signs})
        if not any(sign.isalpha() for sign in value):
            raise ValidationError(self.error_messages["letters"], code="letters")

    def _belongs(self, sign: str) -> bool:
        return unicodedata.category(sign)[0] in "LM" or sign in self._marks or sign in " -‐‑–"


class ContactEmailField(forms.CharField):
    """An e-mail address; spaces, `mailto:`, brackets and a last full stop are forgiven."""

    widget = forms.EmailInput
    default_error_messages = {
        "required": REQUIRED,
        "incomplete": _("This e-mail address is not complete. Example: amina@mail.be"),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        text = re.sub(r"\s+", "", clean_text(value)) if isinstance(value, str) else ""
        text = re.sub(r"^mailto:", "", text, flags=re.IGNORECASE).strip("<>").rstrip(".,;")
        name, at_sign, domain = text.rpartition("@")
        return f"{name}{at_sign}{domain.lower()}"

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        try:
            validate_email(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["incomplete"], code="incomplete") from error
        if len(value) > 254:
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")


_PROVIDERS = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "hotmail.be",
        "hotmail.fr",
        "hotmail.nl",
        "outlook.com",
        "outlook.be",
        "outlook.fr",
        "live.com",
        "live.be",
        "live.fr",
        "live.nl",
        "msn.com",
        "yahoo.com",
        "yahoo.fr",
        "yahoo.be",
        "ymail.com",
        "icloud.com",
        "me.com",
        "mail.com",
        "email.com",
        "gmx.com",
        "gmx.net",
        "gmx.be",
        "proton.me",
        "protonmail.com",
        "telenet.be",
        "skynet.be",
        "proximus.be",
        "scarlet.be",
        "voo.be",
        "pandora.be",
        "base.be",
    }
)


def likely_address(address: str) -> str | None:
    """The address somebody probably meant, where its domain is one slip from a usual one."""
    name, _at_sign, domain = address.rpartition("@")
    if domain in _PROVIDERS:
        return None
    for provider in sorted(_PROVIDERS):
        if len(provider) > 6 and OSA.distance(domain, provider, score_cutoff=1) == 1:
            return f"{name}@{provider}"
    mended = re.sub(r"\.(con|cmo|ocm|vom|comm|cim)$", ".com", domain)
    return f"{name}@{mended}" if mended != domain else None


class PhoneField(forms.CharField):
    """A phone number in any way of writing, foreign ones with + or 00; cleans to E.164."""

    widget = forms.TextInput
    default_error_messages = {
        "required": REQUIRED,
        "unreadable": _(
            "We cannot use this number. Examples: 0470 12 34 56, or +33 6 12 34 56 78 from abroad."
        ),
    }

    def __init__(self, *, region: str = "BE", **kwargs: Any) -> None:
        self.region = region
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}

    def to_python(self, value: Any) -> str:
        text = clean_text(value) if isinstance(value, str) else ""
        if not text:
            return ""
        number = phone_e164(text, self.region) if len(text) <= 60 else None
        if number is None:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        return number


class ContactField(forms.CharField):
    """An e-mail address or a phone number, whichever was typed; cleans like its own field."""

    default_error_messages = {
        "required": REQUIRED,
        "unreadable": _("Please write a whole e-mail address or phone number."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocapitalize": "none", "spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        text = clean_text(value) if isinstance(value, str) else ""
        if not text:
            return ""
        field = ContactEmailField() if "@" in text else PhoneField()
        try:
            found: str = field.clean(text)
        except ValidationError as error:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable") from error
        return email_key(found) if "@" in found else found


class PostcodeField(forms.CharField):
    """A Belgian postcode, 1000–9992; "B-" and the place behind it are forgiven."""

    default_error_messages = {
        "required": REQUIRED,
        "unknown": _("A Belgian postcode has 4 numbers, for example 1000. Abroad? Skip this."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "postal-code", "inputmode": "numeric"}

    def to_python(self, value: Any) -> str:
        text = clean_name(value) if isinstance(value, str) else ""
        if not text:
            return ""
        match = re.fullmatch(r"(?:B(?:E)?[ -]?)?(\d{4})(?:[ ,]+\D{0,80})?", text, re.IGNORECASE)
        if match is None or not POSTCODE_FIRST <= int(match[1]) <= POSTCODE_LAST:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return f"{int(match[1])}"


class Birth(NamedTuple):
    """When somebody was born; `born_on` is empty for people who know the year alone."""

    born_on: date | None
    year: int

    def is_surely(self, age: int, on: date) -> bool:
        """Whether they have this age on that day, whatever their birthday is."""
        if self.born_on is not None:
            return age_on(on, self.born_on) >= age
        return on.year - self.year > age

    def is_maybe(self, age: int, on: date) -> bool:
        """Whether they have this age on that day, or their birthday decides it."""
        if self.born_on is not None:
            return age_on(on, self.born_on) >= age
        return on.year - self.year >= age


class BirthDateWidget(forms.MultiWidget):
    """Day, month and year as three small inputs with their own labels."""

    template_name = "components/birth_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": f"bday-{name}", "size": size}
            )
            for name, size in (("day", 2), ("month", 2), ("year", 4))
        }
        super().__init__(parts, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        labels = [_("Day"), _("Month"), _("Year")]
        for part, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            part["label"] = label
        return context

    def decompress(self, value: Any) -> list[Any]:
        if not isinstance(value, Birth):
            return [None, None, None]
        if value.born_on is None:
            return [None, None, value.year]
        return [value.born_on.day, value.born_on.month, value.year]


class BirthDateField(forms.MultiValueField):
    """A birth date, or the year alone; cleans to `Birth`. Set `today` to spare a query."""

    widget = BirthDateWidget
    default_error_messages = {
        "required": _("Please fill in your date of birth, or at least the year."),
        "year": _("Please write the year with 4 numbers, for example 1995."),
        "numbers": _("Please use numbers only, for example 28 2 1995."),
        "pair": _("Please fill in the day and the month, or leave both empty."),
        "no_such_day": _("This day does not exist. Please look at the day and the month."),
        "future": _("This date is in the future. Please look at the year."),
        "too_old": _("Please look at the year: nobody is older than 110."),
    }

    def __init__(self, **kwargs: Any) -> None:
        self.today: date | None = None
        parts = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> Birth | None:
        if not data_list:
            return None
        day, month, year = (clean_name(part or "") for part in data_list)
        if not year:
            self._refuse("required")
        if not all(part.isdecimal() for part in (day, month, year) if part):
            self._refuse("numbers")
        if len(year) != 4:
            self._refuse("year")
        if bool(day) != bool(month):
            self._refuse("pair")
        today = self.today or clock.today()
        if int(year) > today.year:
            self._refuse("future")
        if int(year) < today.year - MAXIMUM_AGE - 1:
            self._refuse("too_old")
        if not day:
            return Birth(None, int(year))
        if len(day) > 2 or len(month) > 2:
            self._refuse("no_such_day")
        try:
            born_on = date(int(year), int(month), int(day))
        except ValueError:
            self._refuse("no_such_day")
        if born_on > today:
            self._refuse("future")
        if age_on(today, born_on) > MAXIMUM_AGE:
            self._refuse("too_old")
        return Birth(born_on, born_on.year)

    def _refuse(self, code: str) -> None:
        raise ValidationError(self.error_messages[code], code=code)
