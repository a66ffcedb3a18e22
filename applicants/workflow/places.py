"""One place on one list: made, and given back as it was."""

from datetime import datetime

from applicants.enums import REOPEN_ENTRY_MOVES, EntryState, Priority
from applicants.models import Application, WaitlistEntry
from applicants.order import ListRule, key_of, rule_of
from applicants.workflow.locks import hold_lists
from becode.audit.record import move, record
from becode.core.actors import Actor


def new_place(
    *,
    application: Application,
    campus_key: int,
    actor: Actor,
    at: datetime,
    rule: ListRule | None = None,
    like: WaitlistEntry | None = None,
    joined_at: datetime | None = None,
) -> WaitlistEntry:
    """Put an application on one list; the caller holds person and application.

    `like` is an earlier place whose date, priority and pause come back. Who gives the `rule`
    has read it while holding the list.
    """
    if rule is None:
        hold_lists([(campus_key, application.track_id)])
    entry = WaitlistEntry(
        application=application,
        campus_id=campus_key,
        track_id=application.track_id,
        eligible_at=like.eligible_at if like else application.eligible_at or at,
        joined_at=joined_at or at,
        ready_since=at,
        priority=like.priority if like else Priority.NORMAL,
        priority_code=like.priority_code if like else "",
        priority_reason=like.priority_reason if like else "",
        paused_until=like.paused_until if like else None,
    )
    entry.order_key = key_of(entry, rule=rule)
    entry.save(force_insert=True)
    record(
        "waitlist.joined",
        subject=entry,
        actor=actor,
        at=at,
        person_key=application.person_id,
        new_state=entry.state,
        keys={"campus": entry.campus_id, "track": entry.track_id},
    )
    count_interest_from(application, at=at)
    return entry


def give_back(entry: WaitlistEntry, *, actor: Actor, at: datetime, person_key: int) -> None:
    """The old place again, as it was; the order follows the rule that is in force now.

    The caller holds person, application, list and entry. Raises IllegalMove or Stale.
    """
    hold_lists([(entry.campus_id, entry.track_id)])
    entry.order_key = key_of(entry, rule=rule_of(entry.campus_id, entry.track_id))
    move(
        entry,
        moves=REOPEN_ENTRY_MOVES,
        to=EntryState.WAITING,
        label="waitlist.reopened",
        actor=actor,
        at=at,
        person_key=person_key,
        closed_at=None,
        end_reason="",
        order_key=entry.order_key,
        ready_since=at,
    )
    count_interest_from(entry.application, at=at)


def count_interest_from(application: Application, *, at: datetime) -> None:
    """From now the year runs after which we ask whether they still wait; asking starts anew."""
    application.interest_at, application.interest_asks = at, 0
    application.interest_asked_at = None
    application.save(update_fields=["interest_at", "interest_asks", "interest_asked_at"])


def set_key(entry: WaitlistEntry, *, at: datetime) -> bool:
    """Give a place the key that its list's rule makes of it now; tells whether it moved.

    The caller holds the list, and then the place.
    """
    key = key_of(entry)
    if key == entry.order_key:
        return False
    entry.order_key, entry.ready_since = key, at
    entry.save(update_fields=["order_key", "ready_since"])
    return True
