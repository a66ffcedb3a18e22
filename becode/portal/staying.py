"""Staying signed in on a device of one's own, for who needs the everyday pages each day.

Who that is, apps above say by registration. docs/decisions/0024.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.models import Person

# Since the device was last used.
STAY_LIFE = timedelta(days=30)
# So seldom a session is written anew because somebody came back.
NOTED_EVERY = timedelta(days=1)
SEEN_KEY = "seen"

Reason = Callable[[Person], bool]
_reasons: list[Reason] = []


def lets_stay(reason: Reason) -> Reason:
    """Register a function `(person) -> whether they may stay signed in`; one query at most."""
    _reasons.append(reason)
    return reason


def may_stay(person: Person) -> bool:
    """Whether anybody has a reason to let this person stay signed in, now."""
    return any(reason(person) for reason in _reasons)


def stays(kept: Mapping[str, Any], *, at: datetime) -> bool:
    """Whether the session `kept` of a person was told to last, and was used lately."""
    seen = kept.get(SEEN_KEY)
    return bool(seen) and at <= datetime.fromisoformat(str(seen)) + STAY_LIFE


@transaction.atomic
def stay(request: HttpRequest, person: Person, *, session_key: str, at: datetime) -> None:
    """Let the person's session in this browser last. Raises IllegalMove where it may not.

    A browser in which a colleague is signed in is no device of the learner alone; theirs would
    last longer too.
    """
    if not may_stay(person):
        raise IllegalMove(_("Only who follows a training can stay signed in."))
    if request.user.is_authenticated:
        raise IllegalMove(_("A colleague is signed in on this device. Please use your own."))
    request.session[session_key] = {**request.session[session_key], SEEN_KEY: at.isoformat()}
    request.session.set_expiry(int(STAY_LIFE.total_seconds()))
    record(
        "person.stays_signed_in",
        subject=person,
        person_key=person.pk,
        actor=Actor.person(person),
        at=at,
    )


def note_use(request: HttpRequest, *, session_key: str, at: datetime) -> None:
    """The device was used: the thirty days begin anew; written once a day at most."""
    kept = request.session[session_key]
    if not stays(kept, at=at) or at - datetime.fromisoformat(kept[SEEN_KEY]) < NOTED_EVERY:
        return
    request.session[session_key] = {**kept, SEEN_KEY: at.isoformat()}
