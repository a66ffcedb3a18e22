"""The contact log: what colleagues said to people, and what they will do next."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.audit.record import record
from becode.core.actors import Actor, ActorKind
from becode.core.clock import local_day
from becode.core.moves import IllegalMove, Stale
from becode.core.normalise import clean_text
from becode.people.enums import ContactChannel, ContactResult
from becode.people.locks import lock_current
from becode.people.models import ContactNote, Person

MISSED = (ContactResult.NOT_REACHED, ContactResult.LEFT_MESSAGE)
FRIDAY = 4


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


@transaction.atomic
def note_call(
    *, person: Person, result: str, caller: User, actor: Actor, at: datetime
) -> ContactNote:
    """A call from the list of people to call.

    What was due for this caller is done; where nobody answered it comes back on the next working
    day, to the same caller.
    """
    person = lock_current(person.pk)
    due = ContactNote.objects.filter(person=person).waiting_for(caller).due(local_day(at))
    actions = []
    for note in due:
        finish_next(note=note, actor=actor, at=at)
        actions.append(note.next_action)
    missed = result in MISSED
    again = "; ".join(dict.fromkeys(actions)) or _("Call again")
    return note_contact(
        person=person,
        channel=ContactChannel.CALL,
        result=result,
        next_action=again[:200] if missed else "",
        next_on=next_working_day(local_day(at)) if missed else None,
        owner=caller if missed else None,
        actor=actor,
        at=at,
    )


def next_working_day(day: date) -> date:
    """The day after, or Monday."""
    return day + timedelta(days=max(1, 7 - day.weekday()) if day.weekday() >= FRIDAY else 1)
