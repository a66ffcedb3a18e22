"""One screen of questions that colleagues wrote."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.translation import gettext as _

from applicants.public.forms import StepForm
from applicants.questions.asking import Asked, Screen
from applicants.questions.fields import consent_field, field_for, given, in_words
from applicants.questions.given import Given

CONSENT = "_consent"
# What a draft keeps of a file: its key in the store, and its name to show. Never typed.
FILE_KEY, FILE_NAME = "_file", "_file_name"


class QuestionForm(StepForm):
    """`kept` is what the draft holds of this screen: the files that were sent before.

    Input names are those of `Asked.name`.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        screen: Screen,
        kept: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.screen = screen
        self.kept = kept or {}
        super().__init__(data, **kwargs)

    def prepare(self) -> None:
        for asked in self.screen.asked:
            file_name = self.kept.get(asked.name + FILE_NAME, "")
            field = field_for(asked, has_file=bool(file_name))
            if file_name:
                have = _("We have your file %(name)s. Choose another one to replace it.")
                field.help_text = format_html("{} {}", field.help_text, have % {"name": file_name})
            self.fields[asked.name] = field
            if asked.is_special:
                self.fields[asked.name + CONSENT] = consent_field(asked)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for asked in self.screen.asked:
            if asked.is_special and self.given(asked) and not cleaned.get(asked.name + CONSENT):
                self.add_error(
                    asked.name + CONSENT,
                    _("Tick this box, or empty the question above. Without it we may not keep it."),
                )
        return cleaned

    @property
    def kept_files(self) -> dict[str, str]:
        """The files of this screen that the draft holds, in its own words."""
        return {
            name: text for name, text in self.kept.items() if name.endswith((FILE_KEY, FILE_NAME))
        }

    @property
    def uploads(self) -> dict[str, UploadedFile]:
        """The files that came with this form and passed its checks, by the name of the field."""
        return {
            asked.name: upload
            for asked in self.screen.asked
            if isinstance(upload := self.cleaned_data.get(asked.name), UploadedFile)
        }

    def given(self, asked: Asked) -> Given:
        return given(
            asked,
            self.cleaned_data.get(asked.name),
            file_key=self.kept.get(asked.name + FILE_KEY, ""),
        )

    @property
    def answers(self) -> list[Given]:
        """What was answered here, empty answers left out."""
        return [answer for asked in self.screen.asked if (answer := self.given(asked))]

    @property
    def agreed(self) -> list[str]:
        """The purposes of the special categories that were answered with consent."""
        return [
            asked.question.special_kind
            for asked in self.screen.asked
            if asked.is_special and self.cleaned_data.get(asked.name + CONSENT)
        ]

    @property
    def values(self) -> dict[int, Sequence[str]]:
        """The chosen values, for the conditions of later questions; by the question's key."""
        if not self.is_bound:
            return {}
        self.errors  # noqa: B018 - cleans the form, so that what is right already can be read
        found = {asked.question.pk: self.given(asked) for asked in self.screen.asked}
        return {key: answer.values or (answer.text,) for key, answer in found.items() if answer}

    def shown(self, asked: Asked) -> str:
        """An answer in words, for the summary."""
        answer = self.given(asked)
        return in_words(
            answer.version,
            text=answer.text,
            values=answer.values,
            file_name=self.kept.get(asked.name + FILE_NAME, ""),
        )
