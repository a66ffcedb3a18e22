"""Writing a question in three languages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from applicants.enums import QuestionStage, QuestionType
from applicants.models import Question, QuestionVersion
from applicants.questions.asking import choices_of
from applicants.workflow.questions import WITH_CHOICES, Place, Words
from becode.accounts.models import User
from becode.backoffice.verbs import VerbForm
from becode.core.forms import PlainTextField
from becode.people.enums import SpecialKind
from cohorts.models import Track

EMPTY = ("", "—")
LANGUAGES = ("nl", "fr", "en")


class ChoicesField(PlainTextField):
    """One answer a line: `value | Dutch | French | English`; cleans to a list of dicts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(longest=5000, lines=6, **kwargs)

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        return [self._choice(line) for line in text.splitlines() if line.strip()]

    def _choice(self, line: str) -> dict[str, str]:
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 4 or not all(parts):
            raise ValidationError(
                _("Each line needs four parts: value | Dutch | French | English. Look at: %(line)s")
                % {"line": line}
            )
        if parts[0] != slugify(parts[0]) or len(parts[0]) > 40:
            raise ValidationError(
                _("A value has small letters, numbers and - only. Look at: %(line)s")
                % {"line": line}
            )
        return dict(zip(("value", *LANGUAGES), parts, strict=True))


class WordsForm(VerbForm):
    """A new version of a question; without a question, its first."""

    text_nl = PlainTextField(label=_("Question in Dutch"), longest=300)
    text_fr = PlainTextField(label=_("Question in French"), longest=300)
    text_en = PlainTextField(label=_("Question in English"), longest=300)
    help_nl = PlainTextField(label=_("Help in Dutch"), longest=500, required=False)
    help_fr = PlainTextField(label=_("Help in French"), longest=500, required=False)
    help_en = PlainTextField(label=_("Help in English"), longest=500, required=False)
    type = forms.ChoiceField(label=_("Kind of answer"), choices=QuestionType.choices)
    choices = ChoicesField(
        label=_("Answers to choose from"),
        help_text=_("One answer a line: value | Dutch | French | English"),
        required=False,
    )
    required = forms.BooleanField(
        label=_("Must be answered"),
        help_text=_("Questions of a special category may always be skipped."),
        required=False,
    )
    condition_question = forms.ModelChoiceField(
        Question.objects.none(),
        label=_("Only after this question"),
        required=False,
        empty_label="—",
    )
    condition_values = PlainTextField(
        label=_("When the answer is one of"),
        help_text=_("Values with commas between them; yes and no are “yes” and “no”."),
        longest=300,
        required=False,
    )
    track = forms.ModelChoiceField(
        Track.objects.none(), label=_("Track"), required=False, empty_label=_("Every track")
    )
    stage = forms.ChoiceField(label=_("Asked at"), choices=QuestionStage.choices)
    group = forms.SlugField(
        label=_("Screen"),
        max_length=30,
        initial="more",
        help_text=_("Questions with the same word stand on one screen. Keep screens short."),
    )
    position = forms.IntegerField(label=_("Order"), min_value=0, max_value=9999, initial=10)
    for_assessors = forms.BooleanField(label=_("Assessors read the answer"), required=False)

    fields: dict[str, Any]

    def __init__(
        self,
        *args: Any,
        obj: Question | None = None,
        user: User | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", _initial(obj) if obj is not None else {})
        super().__init__(*args, obj=obj, user=user, **kwargs)  # type: ignore[arg-type]
        self.fields["track"].queryset = Track.objects.order_by("code")
        self.fields["condition_question"].queryset = self._before()

    def _before(self) -> QuerySet[Question]:
        others = Question.objects.filter(special_kind="").order_by("stage", "position", "pk")
        return others.exclude(pk=self.obj.pk) if self.obj is not None else others

    def clean_condition_values(self) -> list[str]:
        return [
            part.strip()
            for part in self.cleaned_data["condition_values"].split(",")
            if part.strip()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("type") in WITH_CHOICES and len(cleaned.get("choices") or []) < 2:
            self.add_error("choices", _("Write at least two answers to choose from."))
        values = [choice["value"] for choice in cleaned.get("choices") or []]
        if len(values) != len(set(values)):
            self.add_error("choices", _("Each value may stand there once."))
        self._check_condition(cleaned)
        return cleaned

    def _check_condition(self, cleaned: dict[str, Any]) -> None:
        """The answers named in a condition exist."""
        before, wanted = cleaned.get("condition_question"), cleaned.get("condition_values")
        version = before.versions.order_by("-number").first() if before else None
        if version is None or not wanted:
            return
        known = {value for value, _words in choices_of(version, "en")}
        strange = [value for value in wanted if value not in known]
        if strange and known:
            self.add_error(
                "condition_values",
                _("The question before has no answer %(values)s. It has: %(known)s")
                % {"values": ", ".join(strange), "known": ", ".join(sorted(known))},
            )

    @property
    def words(self) -> Words:
        names = (
            "type",
            "text_nl",
            "text_fr",
            "text_en",
            "help_nl",
            "help_fr",
            "help_en",
            "required",
            "condition_question",
            "condition_values",
        )
        with_choices = self.cleaned_data["type"] in WITH_CHOICES
        choices = self.cleaned_data["choices"] if with_choices else []
        return Words(**{name: self.cleaned_data[name] for name in names}, choices=choices)

    @property
    def place(self) -> Place:
        names = ("track", "stage", "group", "position", "for_assessors")
        return Place(**{name: self.cleaned_data[name] for name in names})


class NewQuestionForm(WordsForm):
    key = forms.SlugField(
        label=_("Short name"),
        max_length=40,
        help_text=_("For colleagues and exports, for example “laptop”. It never changes."),
    )
    special_kind = forms.ChoiceField(
        label=_("Special category"),
        choices=[EMPTY, *SpecialKind.choices],
        required=False,
        help_text=_("The answer goes to the vault, with a consent of its own. It never changes."),
    )
    field_order = ("key", "special_kind")

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if Question.objects.filter(key=key).exists():
            raise ValidationError(_("Another question has this short name."))
        return key

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("special_kind") and cleaned.get("for_assessors"):
            self.add_error(
                "for_assessors", _("Assessors never read answers of a special category.")
            )
        if cleaned.get("special_kind") and cleaned.get("type") == QuestionType.DOCUMENT:
            self.add_error("type", _("The vault keeps no files. Choose another kind of answer."))
        return cleaned


def _initial(question: Question) -> dict[str, Any]:
    """The present version and place, as the form writes them."""
    version: QuestionVersion | None = question.versions.order_by("-number").first()
    place = {
        name: getattr(question, name)
        for name in ("track", "stage", "group", "position", "for_assessors")
    }
    if version is None:
        return place
    names = [f"{part}_{language}" for part in ("text", "help") for language in LANGUAGES]
    words = {name: getattr(version, name) for name in (*names, "type", "required")}
    lines = [
        " | ".join(str(choice.get(name, "")) for name in ("value", *LANGUAGES))
        for choice in version.choices
    ]
    return {
        **place,
        **words,
        "choices": "\n".join(lines),
        "condition_question": version.condition_question,
        "condition_values": ", ".join(version.condition_values),
    }
