"""Answers as they were given, each beside its question as it was asked then."""

from applicants.models import Answer, Application


def answers_of(application: Application) -> list[Answer]:
    """All answers outside the vault, in the order of the questions; one query."""
    return list(
        Answer.objects.filter(application=application)
        .select_related("question", "version", "file")
        .order_by("question__position", "pk")
    )


def answers_for_assessors(application: Application) -> list[Answer]:
    """What assessors read: only answers that the school marked for them; one query.

    `answer.version.text` is the question, `fields.answer_in_words(answer)` the answer.
    """
    return [
        answer
        for answer in answers_of(application)
        if answer.question.for_assessors and not answer.question.special_kind
    ]
