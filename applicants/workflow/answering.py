"""Keeping the answers to questions that colleagues wrote."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from applicants.models import Answer, Application
from applicants.questions.given import Given
from becode.core.actors import Actor
from becode.files.models import StoredFile
from becode.people import vault


@transaction.atomic
def keep_answers(
    *,
    application: Application,
    given: Sequence[Given],
    consents: Sequence[str],
    actor: Actor,
    at: datetime,
) -> None:
    """Keep answers beside the version they answer; special ones in the vault and nowhere else.

    A special answer without the consent of its own is dropped. One that is in the vault already
    stays: anybody could type somebody else's name and address.
    """
    keys = [answer.file_key for answer in given if answer.file_key]
    files = {file.key: file for file in StoredFile.objects.filter(key__in=keys).order_by("pk")}
    plain = [answer for answer in given if not answer.question.special_kind]
    Answer.objects.bulk_create(
        Answer(
            application=application,
            question=answer.question,
            version=answer.version,
            text=answer.text,
            values=list(answer.values),
            file=files.get(answer.file_key),
            answered_at=at,
        )
        for answer in plain
    )
    for answer in given:
        kind = answer.question.special_kind
        if not kind or kind not in consents or not answer.plain:
            continue
        person = application.person
        if not person.vault_entries.filter(kind=kind).exists():
            vault.write(person=person, kind=kind, text=answer.plain, actor=actor, at=at)
