"""Which questions a stage asks, screen by screen, and which of them an earlier answer opens."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applicants.enums import QuestionStage, QuestionType
from applicants.models import Question, QuestionVersion

PREFIX = "q-"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the version that is asked now."""

    question: Question
    version: QuestionVersion

    @property
    def name(self) -> str:
        """The name of its input; that of its consent ends in `_consent`."""
        return f"q_{self.question.pk}"

    @property
    def is_special(self) -> bool:
        return bool(self.question.special_kind)

    def is_open(self, values: Mapping[int, Sequence[str]]) -> bool:
        """Whether it is asked, given the answers so far: {question key: its values}."""
        wanted = self.version.condition_question_id
        if wanted is None:
            return True
        return bool(set(values.get(wanted, ())) & set(self.version.condition_values))


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands on one screen; `slug` is its place in the address."""

    slug: str
    asked: tuple[Asked, ...]


def questions_asked(track_pk: int, stage: str = QuestionStage.FORM) -> list[Asked]:
    """The questions of a stage in their order, each with its newest version; two queries."""
    questions = list(Question.objects.asked(stage).for_track(track_pk))
    newest = {
        version.question_id: version
        for version in QuestionVersion.objects.filter(question__in=questions).order_by("number")
    }
    return [Asked(question, newest[question.pk]) for question in questions if question.pk in newest]


def screens_of(asked: Iterable[Asked]) -> list[Screen]:
    """Questions of one group stand on one screen, at the place of its first.

    Without scripts a page cannot open a question while another is being answered: one that
    hangs on an answer of its own screen begins a further screen.
    """
    groups: dict[str, list[Asked]] = {}
    for one in asked:
        groups.setdefault(one.question.group, []).append(one)
    screens: list[Screen] = []
    for group, members in groups.items():
        for number, part in enumerate(_parted(members), start=1):
            ending = "" if number == 1 else f"-{number}"
            screens.append(Screen(f"{PREFIX}{group}{ending}", tuple(part)))
    return screens


def _parted(members: Sequence[Asked]) -> list[list[Asked]]:
    parts: list[list[Asked]] = [[]]
    for one in members:
        here = {other.question.pk for other in parts[-1]}
        if one.version.condition_question_id in here:
            parts.append([])
        parts[-1].append(one)
    return parts


def open_screens(
    screens: Iterable[Screen], answers: Callable[[Screen], Mapping[int, Sequence[str]]]
) -> list[Screen]:
    """The screens that are shown, with the questions that are asked.

    `answers(screen)` gives the values of what is asked there. What is hidden counts as not
    answered, so that its own followers stay hidden too.
    """
    values: dict[int, Sequence[str]] = {}
    shown = []
    for screen in screens:
        left = Screen(screen.slug, tuple(one for one in screen.asked if one.is_open(values)))
        if left.asked:
            shown.append(left)
            values.update(answers(left))
    return shown


def choices_of(version: QuestionVersion, language: str) -> list[tuple[str, str]]:
    """The answers to choose from, as (value, words in a language)."""
    if version.type == QuestionType.YES_NO:
        return [("yes", _("Yes")), ("no", _("No"))]
    code = language if language in ("nl", "fr") else "en"
    return [
        (str(choice["value"]), str(choice.get(code) or choice["value"]))
        for choice in version.choices
    ]
