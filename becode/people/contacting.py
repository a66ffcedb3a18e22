"""The contact log: what colleagues said to people, and what they will do next."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.audit.record import record
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove, Stale
from becode.core.normalise import clean_text
from becode.people.locks import lock_current
from becode.people.models import ContactNote, Person


@transaction.atomic
def note_contact(
    *,
    person: Person,
    channel: str,
    actor: Actor,
    at: datetime,
    result: str = "",
    text: str = "",
    next_action: str = "",
    next_on: date | None = None,
    owner: User | None = None,
) -> ContactNote:
    """Write down a contact, at the person whom the record has become where it was merged.

    `owner` is who does `next_action`; without one it waits for the campus.
    Raises IllegalMove for a day on which nothing is to be done.
    """
    next_action = clean_text(next_action)
    if next_on is not None and not next_action:
        raise IllegalMove(_("Write what is to be done on that day."))
    note = ContactNote.objects.create(
        person=lock_current(person.pk),
        channel=channel,
        result=result,
        text=clean_text(text),
        at=at,
        author_id=actor.key if actor.kind == ActorKind.USER else None,
        next_action=next_action,
        next_on=next_on,
        owner=owner if next_action else None,
    )
    record("contact.noted", subject=note, actor=actor, at=at, reason_code=result or channel)
    return note


@transaction.atomic
def finish_next(*, note: ContactNote, actor: Actor, at: datetime) -> None:
    """What was to be done next is done. Raises Stale when somebody said so before."""
    waiting = ContactNote.objects.filter(pk=note.pk).to_do()
    if waiting.update(done_at=at) != 1:
        raise Stale
    note.done_at = at
    record("contact.next_done", subject=note, actor=actor, at=at)
