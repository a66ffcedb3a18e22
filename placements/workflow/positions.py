"""Internship places that companies offer."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import move, record
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.models import Track
from placements.enums import POSITION_MOVES, PositionState
from placements.models import Company, Position


@transaction.atomic
def post(
    *,
    company: Company,
    title: str,
    tasks: str,
    campus: Campus,
    site: str,
    actor: Actor,
    at: datetime,
    languages: Iterable[str] = (),
    places: int = 1,
    track: Track | None = None,
    start_on: date | None = None,
) -> Position:
    """Offer one place, or several alike. `languages` are those of the team."""
    if not company.is_active:
        raise IllegalMove(_("This company does not take part any more."))
    position = Position.objects.create(
        company=company,
        title=title,
        tasks=tasks,
        campus=campus,
        site=site,
        languages=list(languages),
        places=places,
        track=track,
        start_on=start_on,
        posted_at=at,
    )
    record("position.posted", subject=position, actor=actor, at=at)
    return position


@transaction.atomic
def edit(*, position: Position, actor: Actor, at: datetime, changes: Mapping[str, object]) -> None:
    """Change what a position says; never fewer places than are taken.

    A full position with places added is open again; one that became full is filled.
    """
    locked = Position.objects.select_for_update().get(pk=position.pk)
    if locked.state == PositionState.CLOSED:
        raise IllegalMove(_("This position is closed. Open it again first."))
    for name, value in changes.items():
        setattr(locked, name, value)
        setattr(position, name, value)
    if locked.places < locked.places_taken:
        raise IllegalMove(
            _("Places taken already: %(count)d. There cannot be fewer.")
            % {"count": locked.places_taken}
        )
    locked.save(update_fields=list(changes))
    record(
        "position.edited",
        subject=locked,
        actor=actor,
        at=at,
        keys={"fields": ",".join(sorted(changes))},
    )
    settle(position=locked, actor=actor, at=at)
    position.state = locked.state


@transaction.atomic
def close(*, position: Position, actor: Actor, at: datetime) -> None:
    """Offer no more; every proposed learner gets an answer first."""
    locked = Position.objects.select_for_update().get(pk=position.pk)
    if locked.proposals.unanswered().exists():
        raise IllegalMove(_("Learners wait for an answer. Answer them first."))
    move(locked, moves=POSITION_MOVES, to=PositionState.CLOSED, label="position.closed",
         actor=actor, at=at)  # fmt: skip
    position.state = locked.state


@transaction.atomic
def reopen(*, position: Position, actor: Actor, at: datetime) -> None:
    """Offer a closed position again; it needs a free place."""
    locked = Position.objects.select_for_update().get(pk=position.pk)
    if locked.state != PositionState.CLOSED:
        raise IllegalMove
    if locked.places_taken >= locked.places:
        raise IllegalMove(_("All places are taken. Offer a new position."))
    move(locked, moves=POSITION_MOVES, to=PositionState.OPEN, label="position.reopened",
         actor=actor, at=at)  # fmt: skip
    position.state = locked.state


def settle(*, position: Position, actor: Actor, at: datetime) -> None:
    """Make `open` and `filled` agree with the places; the caller holds the row."""
    is_full = position.places_taken >= position.places
    if is_full and position.state == PositionState.OPEN:
        move(position, moves=POSITION_MOVES, to=PositionState.FILLED, label="position.filled",
             actor=actor, at=at)  # fmt: skip
    elif not is_full and position.state == PositionState.FILLED:
        move(position, moves=POSITION_MOVES, to=PositionState.OPEN, label="position.reopened",
             actor=actor, at=at)  # fmt: skip
