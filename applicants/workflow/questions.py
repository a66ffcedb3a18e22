"""Writing questions: a version that somebody answered is never changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.enums import QuestionType
from applicants.models import Question, QuestionVersion
from becode.audit.record import record
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove, Stale
from cohorts.models import Track

WITH_CHOICES = (QuestionType.ONE_CHOICE, QuestionType.SEVERAL_CHOICES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a version says and asks; `choices` are {"value", "nl", "fr", "en"}."""

    type: str
    text_nl: str
    text_fr: str
    text_en: str
    help_nl: str = ""
    help_fr: str = ""
    help_en: str = ""
    choices: Sequence[dict[str, str]] = field(default_factory=list)
    required: bool = False
    condition_question: Question | None = None
    condition_values: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where and to whom a question is asked, whatever its words are."""

    track: Track | None
    stage: str
    group: str
    position: int
    for_assessors: bool


@transaction.atomic
def add_question(
    *,
    key: str,
    place: Place,
    words: Words,
    actor: Actor,
    at: datetime,
    special_kind: str = "",
) -> Question:
    """A new question with its first version. Raises IllegalMove for a condition it cannot have."""
    _check(words, place)
    question = Question.objects.create(
        key=key,
        track=place.track,
        stage=place.stage,
        group=place.group,
        position=place.position,
        for_assessors=place.for_assessors and not special_kind,
        special_kind=special_kind,
    )
    _write(question, words, number=1, actor=actor, at=at)
    record("question.added", subject=question, actor=actor, at=at)
    return question


@transaction.atomic
def change_question(
    *, question: Question, place: Place, words: Words, actor: Actor, at: datetime
) -> QuestionVersion:
    """New words, or a new place. The last version is replaced only while nobody answered it.

    Answers of a special category do not say which version they answer: each change makes a new
    one. Raises IllegalMove for a condition the question cannot have.
    """
    held = Question.objects.select_for_update().get(pk=question.pk)
    _check(words, place, of=held)
    for name in ("track", "stage", "group", "position"):
        setattr(held, name, getattr(place, name))
    held.for_assessors = place.for_assessors and not held.special_kind
    held.save(update_fields=["track", "stage", "group", "position", "for_assessors"])
    last = held.versions.order_by("-number").first()
    number = last.number + 1 if last else 1
    if last and not held.special_kind and not last.answers.exists():
        number = last.number
        last.delete()
    version = _write(held, words, number=number, actor=actor, at=at)
    record("question.changed", subject=held, actor=actor, at=at)
    return version


@transaction.atomic
def switch_question(*, question: Question, on: bool, actor: Actor, at: datetime) -> None:
    """Ask it, or no longer; its answers stay. Raises Stale when it is so already."""
    if Question.objects.filter(pk=question.pk, is_active=not on).update(is_active=on) != 1:
        raise Stale
    question.is_active = on
    label = "question.switched_on" if on else "question.switched_off"
    record(label, subject=question, actor=actor, at=at)


def _check(words: Words, place: Place, *, of: Question | None = None) -> None:
    if words.type in WITH_CHOICES and len(words.choices) < 2:
        raise IllegalMove(_("Write at least two answers to choose from."))
    before = words.condition_question
    if before is None:
        return
    if of is not None and before.pk == of.pk:
        raise IllegalMove(_("A question cannot hang on itself."))
    if before.stage != place.stage or before.position >= place.position:
        raise IllegalMove(_("The question it hangs on has to be asked earlier, at the same stage."))
    if before.special_kind:
        raise IllegalMove(_("No question may hang on an answer of a special category."))
    if not words.condition_values:
        raise IllegalMove(_("Write for which answers the question is asked."))


def _write(
    question: Question, words: Words, *, number: int, actor: Actor, at: datetime
) -> QuestionVersion:
    values = {one.name: getattr(words, one.name) for one in fields(words)} | {
        "condition_question": words.condition_question,
        "choices": list(words.choices),
        "condition_values": list(words.condition_values),
    }
    return QuestionVersion.objects.create(
        question=question,
        number=number,
        made_at=at,
        made_by_id=actor.key if actor.kind == ActorKind.USER else None,
        **values,
    )
