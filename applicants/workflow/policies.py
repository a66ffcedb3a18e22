"""The rule of a list: written as a draft, switched on for everybody at once, replaced.

docs/domain.md, "Waitlists". A draft changes nothing. When it comes in force every place of the
list has its new key in the same transaction; the list is held alone meanwhile, so that whoever
joins at the same moment gets a key of the new rule (applicants/workflow/locks.py).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from applicants.enums import POLICY_MOVES, AfterDecline, PolicyState
from applicants.models import ListPolicy, WaitlistEntry
from applicants.order import check_criteria, rule_of
from applicants.standings import Change, change_of, read_list
from applicants.workflow.locks import hold_list_alone
from applicants.workflow.waking import wake_after_commit
from becode.audit.record import record
from becode.campuses.models import Campus
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove, Stale, claim
from cohorts.models import Track

LONGEST_REMARK = 300
# How many places one statement gives their keys.
BATCH = 5_000


@transaction.atomic
def write_policy(
    *,
    campus: Campus,
    track: Track,
    criteria: Sequence[str],
    after_decline: str,
    remark: str,
    actor: Actor,
    at: datetime,
) -> ListPolicy:
    """A draft of a rule for this list, in place of an earlier draft. It changes nothing yet.

    Raises ProtectedTrait for what is no criterion, IllegalMove without a `remark` on why.
    """
    known = check_criteria(criteria)
    remark = remark.strip()[:LONGEST_REMARK]
    if not remark:
        raise IllegalMove(_("Say why the list goes by this rule."))
    hold_list_alone(campus.pk, track.pk)
    for earlier in ListPolicy.objects.for_list(campus_pk=campus.pk, track_pk=track.pk).drafts():
        _drop(earlier, actor=actor, at=at)
    policy = ListPolicy.objects.create(
        campus=campus,
        track=track,
        criteria=list(known),
        after_decline=AfterDecline(after_decline),
        remark=remark,
        made_at=at,
        made_by_id=actor.key if actor.kind == ActorKind.USER else None,
    )
    record(
        "policy.written",
        subject=policy,
        actor=actor,
        at=at,
        new_state=policy.state,
        keys=_keys_of(policy),
    )
    return policy


@transaction.atomic
def drop_draft(*, policy: ListPolicy, actor: Actor, at: datetime) -> None:
    """Throw a draft away. Raises IllegalMove for a rule that is or was in force, Stale if gone."""
    hold_list_alone(policy.campus_id, policy.track_id)
    locked = ListPolicy.objects.select_for_update(no_key=True).filter(pk=policy.pk).first()
    if locked is None:
        raise Stale
    if locked.state != PolicyState.DRAFT:
        raise IllegalMove(_("Only a draft can be dropped. A rule that was in force is kept."))
    _drop(locked, actor=actor, at=at)


def _drop(policy: ListPolicy, *, actor: Actor, at: datetime) -> None:
    record(
        "policy.dropped",
        subject=policy,
        actor=actor,
        at=at,
        old_state=policy.state,
        keys=_keys_of(policy),
    )
    policy.delete()


@transaction.atomic
def switch_on(*, policy: ListPolicy, actor: Actor, at: datetime) -> int:
    """From now on the list goes by this draft; the rule before is kept as replaced.

    Returns how many people stand otherwise towards others than before: for them the time at
    their place begins now, so that an offer made before is measured by the rule of its day.
    Raises IllegalMove or Stale for what is no draft any more.
    """
    hold_list_alone(policy.campus_id, policy.track_id)
    check_criteria(policy.criteria)
    rules = ListPolicy.objects.for_list(campus_pk=policy.campus_id, track_pk=policy.track_id)
    before = rules.in_force().select_for_update(no_key=True).first()
    if before is not None:
        old = claim(before, moves=POLICY_MOVES, to=PolicyState.REPLACED, replaced_at=at)
        record(
            "policy.replaced",
            subject=before,
            actor=actor,
            at=at,
            old_state=old,
            new_state=before.state,
            keys={**_keys_of(before), "by": policy.pk},
        )
    old = claim(policy, moves=POLICY_MOVES, to=PolicyState.IN_FORCE, in_force_at=at)
    change = _give_keys(policy.campus_id, policy.track_id, at=at)
    moved = len(change.moved())
    record(
        "policy.in_force",
        subject=policy,
        actor=actor,
        at=at,
        old_state=old,
        new_state=policy.state,
        keys={**_keys_of(policy), "waiting": len(change.before), "moved": moved},
    )
    wake_after_commit()
    return moved


@transaction.atomic
def renew_keys(*, campus_key: int, track_key: int, at: datetime) -> int:
    """Give each place of a list the key of the rule in force; returns how many people moved."""
    hold_list_alone(campus_key, track_key)
    return len(_give_keys(campus_key, track_key, at=at).moved())


def _give_keys(campus_key: int, track_key: int, *, at: datetime) -> Change:
    """New keys for everybody who waits; the caller holds the list alone."""
    entries = WaitlistEntry.objects.for_list(campus_pk=campus_key, track_pk=track_key)
    # Held before they are read: a pause or a leaving that runs now ends first.
    held = entries.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True)
    still_there = set(held)
    places = [one for one in read_list(campus_key, track_key) if one.pk in still_there]
    change = change_of(places, rule_of(campus_key, track_key).criteria)
    moved = change.moved()
    for start in range(0, len(change.after), BATCH):
        _write(
            [
                (pk, "{" + ",".join(map(str, change.keys[pk])) + "}", pk in moved)
                for pk in change.after[start : start + BATCH]
            ],
            at=at,
        )
    return change


def _write(lines: Sequence[tuple[int, str, bool]], *, at: datetime) -> None:
    """One statement for many places: (key of the place, its order, whether it moved)."""
    table = WaitlistEntry._meta.db_table
    pks, orders, moved = (list(column) for column in zip(*lines, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS place SET order_key = new.order_key::bigint[], "
            "ready_since = CASE WHEN new.moved THEN %s ELSE place.ready_since END "
            "FROM unnest(%s::bigint[], %s::text[], %s::boolean[]) AS new(id, order_key, moved) "
            "WHERE place.id = new.id",
            [at, pks, orders, moved],
        )


def _keys_of(policy: ListPolicy) -> dict[str, int | str]:
    """What the audit keeps of a rule: the list, the criteria, what a no means."""
    return {
        "campus": policy.campus_id,
        "track": policy.track_id,
        "criteria": " ".join(policy.criteria),
        "after_decline": policy.after_decline,
    }
