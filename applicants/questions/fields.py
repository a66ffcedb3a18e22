"""How the answer to a question is typed, and what becomes of it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applicants.enums import QuestionType
from applicants.models import Answer, QuestionVersion
from applicants.questions.asking import Asked, choices_of
from applicants.questions.given import Given
from becode.core.forms import CHOOSE, REQUIRED, PlainTextField
from becode.core.normalise import clean_name
from becode.files.forms import UploadField
from becode.people.enums import SpecialKind

ROW = {"class": "choices--row"}
WRONG_CHOICE = {"required": CHOOSE, "invalid_choice": CHOOSE}


class SeveralField(forms.MultipleChoiceField):
    """Several answers; one that stands alone may come as a text."""

    def to_python(self, value: Any) -> list[str]:
        return super().to_python([value] if isinstance(value, str) and value else value)


class SeveralWidget(forms.CheckboxSelectMultiple):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        found = super().value_from_datadict(data, files, name)
        return [found] if isinstance(found, str) else found


class NumberField(forms.CharField):
    """A number as people write it: a comma is as good as a point."""

    default_error_messages = {"required": REQUIRED}

    def to_python(self, value: Any) -> str:
        text = clean_name(value).replace(" ", "").replace(",", ".") if value else ""
        if not text:
            return ""
        digits = text.removeprefix("-").replace(".", "", 1)
        if not (digits.isascii() and digits.isdecimal()) or len(digits) > 9:
            raise ValidationError(_("Please write a number, for example 3."), code="number")
        return str(Decimal(text).normalize().__format__("f"))


class DayField(forms.DateField):
    """A day as people write it in Belgium; the browser's own picker sends the other way."""

    default_error_messages = {"required": REQUIRED}

    def __init__(self, **kwargs: Any) -> None:
        ways = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"]
        super().__init__(input_formats=ways, **kwargs)
        self.error_messages["invalid"] = _("Please write a day like this: 28/02/2026.")


def field_for(asked: Asked, *, has_file: bool = False) -> forms.Field:
    """The field of a question in the active language; `has_file`: one was sent before."""
    version = asked.version
    # Nobody has to answer a question of a special category.
    required = version.required and not asked.is_special
    common: dict[str, Any] = {
        "label": version.text,
        "help_text": version.help,
        "required": required,
    }
    if asked.is_special:
        common["help_text"] = " ".join(filter(None, (version.help, purpose_of(asked))))
    choices = choices_of(version, (get_language() or "en")[:2])
    if version.type == QuestionType.LONG_TEXT:
        return PlainTextField(longest=5000, lines=5, **common)
    if version.type == QuestionType.YES_NO:
        widget = forms.RadioSelect(attrs=ROW)
        return forms.ChoiceField(
            choices=choices, widget=widget, error_messages=WRONG_CHOICE, **common
        )
    if version.type == QuestionType.ONE_CHOICE:
        return forms.ChoiceField(
            choices=choices, widget=forms.RadioSelect, error_messages=WRONG_CHOICE, **common
        )
    if version.type == QuestionType.SEVERAL_CHOICES:
        return SeveralField(
            choices=choices, widget=SeveralWidget, error_messages=WRONG_CHOICE, **common
        )
    if version.type == QuestionType.NUMBER:
        return NumberField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **common)
    if version.type == QuestionType.DATE:
        return DayField(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **common)
    if version.type == QuestionType.DOCUMENT:
        return UploadField(**common | {"required": required and not has_file})
    return PlainTextField(longest=300, **common)


def purpose_of(asked: Asked) -> str:
    """What the answer to a question of a special category is for. docs/domain.md, "Questions"."""
    if asked.question.special_kind == SpecialKind.MINORITY:
        return _("We use it only for anonymous totals. It never counts in the selection.")
    if asked.question.special_kind == SpecialKind.DISABILITY:
        return _(
            "We use it only to arrange support and for anonymous totals. "
            "It never counts in the selection."
        )
    return _("We use it only to arrange support. It never counts in the selection.")


def consent_field(asked: Asked) -> forms.BooleanField:
    """The consent of one question of a special category, unticked."""
    words = {
        SpecialKind.DISABILITY: _(
            "I agree that %(organisation)s uses my answer about disability only to arrange "
            "support and to report anonymous totals to funders. I do not have to answer. "
            "My answer never affects my selection. I can change my mind at any time."
        ),
        SpecialKind.MINORITY: _(
            "I agree that %(organisation)s uses my answer only to report anonymous totals to "
            "funders. I do not have to answer. My answer never affects my selection. "
            "I can change my mind at any time."
        ),
        SpecialKind.NEEDS: _(
            "I agree that %(organisation)s uses my answer only to arrange support. I do not "
            "have to answer. My answer never affects my selection. "
            "I can change my mind at any time."
        ),
    }
    sentence = words[SpecialKind(asked.question.special_kind)]
    label = sentence % {"organisation": settings.ORGANISATION_NAME}
    return forms.BooleanField(label=label, required=False)


def given(asked: Asked, value: Any, *, file_key: str = "") -> Given:
    """An answer from its cleaned value."""
    question, version = asked.question, asked.version
    if version.type == QuestionType.DOCUMENT:
        return Given(question, version, file_key=file_key)
    if not value:
        return Given(question, version)
    if version.type == QuestionType.SEVERAL_CHOICES:
        return Given(question, version, values=tuple(value))
    if version.type in (QuestionType.YES_NO, QuestionType.ONE_CHOICE):
        return Given(question, version, values=(str(value),))
    if isinstance(value, date):
        return Given(question, version, text=value.isoformat())
    return Given(question, version, text=str(value))


def in_words(
    version: QuestionVersion, *, text: str = "", values: Sequence[str] = (), file_name: str = ""
) -> str:
    """An answer for people, in the active language."""
    if version.type == QuestionType.DOCUMENT:
        return file_name
    if version.type == QuestionType.DATE and text:
        return date_format(date.fromisoformat(text), "j F Y")
    if text:
        return text
    words = dict(choices_of(version, (get_language() or "en")[:2]))
    return ", ".join(words.get(value, value) for value in values)


def answer_in_words(answer: Answer) -> str:
    """A kept answer for people; `version` and `file` are loaded."""
    return in_words(
        answer.version,
        text=answer.text,
        values=answer.values,
        file_name=answer.file.name if answer.file else "",
    )
