"""Two open applications of one person for one track: one stays open, the other lapses.

docs/domain.md, "One person, once".
"""

from datetime import datetime
from typing import Any, TypedDict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applicants.enums import REOPEN_MOVES, ApplicationState, ClosingReason
from applicants.models import Application, WaitlistEntry
from applicants.workflow.deciding import lapse
from applicants.workflow.locks import lock_application
from applicants.workflow.places import new_place
from becode.audit.record import move
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.models import Person
from cohorts.models import Enrolment

# How far an application is, the furthest last.
WAY = (
    ApplicationState.DRAFT,
    ApplicationState.SUBMITTED,
    ApplicationState.IN_SELECTION,
    ApplicationState.ADMITTED,
)


class Closed(TypedDict):
    """An application that a merge closed: its state before, and its places on lists."""

    application: int
    state: str
    entries: list[int]


def close_the_second(*, kept: Person, absorbed: Person, actor: Actor, at: datetime) -> list[Closed]:
    """Let the application that is less far lapse, for each track with two open ones.

    Where one record has a seat, what waits on a list lapses too: who has a seat waits on none.
    """
    people = [kept, absorbed]
    closed = []
    if Enrolment.objects.running().filter(person__in=people).exists():
        waiting = Application.objects.on_lists().filter(person__in=people).order_by("pk")
        closed = [_close(one, actor=actor, at=at) for one in waiting]
    theirs = {one.track_id: one for one in absorbed.applications.open().order_by("pk")}
    for mine in kept.applications.open().filter(track_id__in=theirs).order_by("pk"):
        second = min(mine, theirs[mine.track_id], key=_how_far)
        closed.append(_close(second, actor=actor, at=at))
    return closed


def _close(application: Application, *, actor: Actor, at: datetime) -> Closed:
    waiting = application.entries.waiting().order_by("pk")
    found = Closed(
        application=application.pk,
        state=application.state,
        entries=list(waiting.values_list("pk", flat=True)),
    )
    lapse(application=application, actor=actor, at=at, reason_code=ClosingReason.MERGED)
    return found


def open_again(closed: list[Closed], *, actor: Actor, at: datetime) -> None:
    """Bring applications back to where they were; what was decided since stands.

    Raises IllegalMove when the person has applied for the same track since.
    """
    for one in closed:
        application = lock_application(one["application"])
        if application.state != ApplicationState.LAPSED:
            continue
        try:
            with transaction.atomic():
                move(
                    application,
                    moves=REOPEN_MOVES,
                    to=one["state"],
                    label="application.unmerged",
                    actor=actor,
                    at=at,
                    decided_at=application.eligible_at,
                )
        except IntegrityError as error:
            raise IllegalMove(_("This person has applied again for this track.")) from error
        for entry in WaitlistEntry.objects.filter(pk__in=one["entries"]).order_by("pk"):
            new_place(
                application=application,
                campus_key=entry.campus_id,
                actor=actor,
                at=at,
                like=entry,
                joined_at=entry.joined_at,
            )


def _how_far(application: Application) -> tuple[Any, ...]:
    """Sorts the one to keep last: further, with an open offer, the older one."""
    return (
        WAY.index(ApplicationState(application.state)),
        application.offers.open().exists(),
        -application.pk,
    )
