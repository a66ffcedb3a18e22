"""A pause of several places at once, and its end: all of them or none."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from applicants.models import WaitlistEntry
from applicants.workflow import waitlist
from becode.core.actors import Actor


@transaction.atomic
def pause_lists(
    *, entries: Iterable[WaitlistEntry], until: date, actor: Actor, at: datetime
) -> None:
    """Offer no seat through these places before this day. Raises IllegalMove: see `pause`."""
    for entry in sorted(entries, key=lambda one: one.pk):
        waitlist.pause(entry=entry, until=until, actor=actor, at=at)


@transaction.atomic
def resume_lists(*, entries: Iterable[WaitlistEntry], actor: Actor, at: datetime) -> None:
    """End these pauses early; places that do not pause are left alone."""
    for entry in sorted(entries, key=lambda one: one.pk):
        waitlist.resume(entry=entry, actor=actor, at=at)
