"""Internship places and jobs that companies offer, until a day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import move, record
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from cohorts.models import Track
from placements.enums import POSITION_MOVES, PositionKind, PositionState
from placements.models import Company, CompanyContact, Establishment, Position

# docs/domain.md, "The company portal": a position stays open so long unless it is renewed.
OPEN_FOR = timedelta(days=90)


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
    end_on: date | None = None,
    kind: str = PositionKind.INTERNSHIP,
    contract_type: str = "",
    establishment: Establishment | None = None,
    skills: Iterable[str] = (),
    telework_days: int = 0,
    mentor: CompanyContact | None = None,
    copied_from: Position | None = None,
    expires_on: date | None = None,
) -> Position:
    """Offer one place, or several alike. `languages` are those of the team.

    It stays open for 90 days unless another day is given. Raises IllegalMove for a company that
    stopped, and for an establishment, a mentor or an original of another company.
    """
    if not company.is_active:
        raise IllegalMove(_("This company does not take part any more."))
    for part in (establishment, mentor, copied_from):
        if part is not None and part.company_id != company.pk:
            raise IllegalMove
    position = Position.objects.create(
        company=company,
        kind=kind,
        title=title,
        tasks=tasks,
        campus=campus,
        site=site,
        languages=list(languages),
        places=places,
        track=track,
        start_on=start_on,
        end_on=end_on,
        contract_type=contract_type,
        establishment=establishment,
        skills=list(skills),
        telework_days=telework_days,
        mentor=mentor,
        copied_from=copied_from,
        posted_at=at,
        expires_on=expires_on or clock.local_day(at) + OPEN_FOR,
    )
    record("position.posted", subject=position, actor=actor, at=at, reason_code=kind)
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
    """Offer a closed position again, for 90 days; it needs a free place."""
    locked = Position.objects.select_for_update().get(pk=position.pk)
    if locked.state != PositionState.CLOSED:
        raise IllegalMove
    if locked.places_taken >= locked.places:
        raise IllegalMove(_("All places are taken. Offer a new position."))
    move(locked, moves=POSITION_MOVES, to=PositionState.OPEN, label="position.reopened",
         actor=actor, at=at, expires_on=clock.local_day(at) + OPEN_FOR)  # fmt: skip
    position.state, position.expires_on = locked.state, locked.expires_on


@transaction.atomic
def renew(*, position: Position, actor: Actor, at: datetime) -> None:
    """Keep it open for 90 days from today; one that expired is open again if a place is free.

    Renewing twice on a day changes nothing. Raises IllegalMove for a closed position, and for an
    expired one whose places are all taken.
    """
    rows = Position.objects.select_for_update(of=("self",)).select_related("company")
    locked = rows.get(pk=position.pk)
    if not locked.company.is_active:
        raise IllegalMove(_("This company does not take part any more."))
    until = clock.local_day(at) + OPEN_FOR
    if locked.state == PositionState.EXPIRED:
        if locked.places_taken >= locked.places:
            raise IllegalMove(_("All places are taken. Offer a new position."))
        move(locked, moves=POSITION_MOVES, to=PositionState.OPEN, label="position.renewed",
             actor=actor, at=at, expires_on=until)  # fmt: skip
    elif locked.state == PositionState.CLOSED:
        raise IllegalMove(_("This position is closed. Open it again first."))
    elif locked.expires_on is None or locked.expires_on < until:
        locked.expires_on = until
        locked.save(update_fields=["expires_on"])
        record("position.renewed", subject=locked, actor=actor, at=at)
    position.state, position.expires_on = locked.state, locked.expires_on


@transaction.atomic
def expire(*, position: Position, at: datetime) -> bool:
    """The day to stay open is past and nobody renewed it; whether it ended now.

    Decided by `at` under the row lock. While a learner waits for an answer it stays as it is.
    """
    locked = Position.objects.select_for_update().get(pk=position.pk)
    is_due = Position.objects.expired_before(clock.local_day(at)).filter(pk=position.pk).exists()
    if not is_due or locked.proposals.unanswered().exists():
        return False
    move(locked, moves=POSITION_MOVES, to=PositionState.EXPIRED, label="position.expired",
         actor=SYSTEM, at=at)  # fmt: skip
    return True


def expire_positions(*, at: datetime, limit: int = 500) -> int:
    """End what nobody renewed, one transaction each; how many ended."""
    due = Position.objects.expired_before(clock.local_day(at)).without_open_proposals()
    return sum(expire(position=position, at=at) for position in due[:limit])


def settle(*, position: Position, actor: Actor, at: datetime) -> None:
    """Make `open` and `filled` agree with the places; the caller holds the row."""
    is_full = position.places_taken >= position.places
    if is_full and position.state == PositionState.OPEN:
        move(position, moves=POSITION_MOVES, to=PositionState.FILLED, label="position.filled",
             actor=actor, at=at)  # fmt: skip
    elif not is_full and position.state == PositionState.FILLED:
        move(position, moves=POSITION_MOVES, to=PositionState.OPEN, label="position.reopened",
             actor=actor, at=at)  # fmt: skip
