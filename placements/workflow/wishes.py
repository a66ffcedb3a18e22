"""What learners wish: their profile, the positions they rank, those they do not want.

Ranks run from 1 without gaps. docs/domain.md, "Matching".
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.models import Enrolment
from placements.models import LearnerProfile, Position, Wish
from placements.workflow.proposals import lock_enrolment

# Nobody reads further down a list of wishes.
MOST_WISHES = 20
PROFILE_FIELDS = frozenset(
    {"headline", "projects", "portfolio_url", "provinces", "telework", "avoids", "shows_levels"}
)


@transaction.atomic
def save_profile(
    *, enrolment: Enrolment, changes: Mapping[str, object], actor: Actor, at: datetime
) -> LearnerProfile:
    """Keep what a learner says of themselves; `changes` are fields of LearnerProfile."""
    unknown = set(changes) - PROFILE_FIELDS
    if unknown:
        raise ValueError(f"no fields of a profile: {sorted(unknown)}")
    lock_enrolment(enrolment.pk)
    profile, _made = LearnerProfile.objects.update_or_create(
        enrolment=enrolment, defaults={**changes, "changed_at": at}
    )
    record(
        "profile.saved",
        subject=profile,
        actor=actor,
        at=at,
        person_key=enrolment.person_id,
        keys={"fields": ",".join(sorted(changes))},
    )
    return profile


@transaction.atomic
def add_wish(*, enrolment: Enrolment, position: Position, actor: Actor, at: datetime) -> Wish:
    """Put a position at the end of the list; one that was not wanted is wanted again."""
    learner = lock_enrolment(enrolment.pk)
    if not Position.objects.with_room().internships().filter(pk=position.pk).exists():
        raise IllegalMove(_("This position is not open any more."))
    ranked = learner.wishes.ranked()
    if ranked.filter(position=position).exists():
        raise IllegalMove(_("This position is on your list already."))
    if ranked.count() >= MOST_WISHES:
        raise IllegalMove(_("Your list is full. Take one off first."))
    last = ranked.aggregate(last=Max("rank"))["last"] or 0
    wish, _made = Wish.objects.update_or_create(
        enrolment=learner,
        position=position,
        defaults={"rank": last + 1, "why_not": "", "at": at},
    )
    _note(wish, learner, "wish.added", actor=actor, at=at)
    return wish


@transaction.atomic
def move_wish(*, wish: Wish, up: bool, actor: Actor, at: datetime) -> bool:
    """One place up or down; False at the end of the list, where nothing moves."""
    learner = lock_enrolment(wish.enrolment_id)
    ordered = list(learner.wishes.ranked())
    here = next((number for number, one in enumerate(ordered) if one.pk == wish.pk), None)
    if here is None:
        raise IllegalMove(_("This position is not on your list any more."))
    there = here - 1 if up else here + 1
    if not 0 <= there < len(ordered):
        return False
    ordered[here], ordered[there] = ordered[there], ordered[here]
    _number(ordered)
    _note(wish, learner, "wish.moved", actor=actor, at=at)
    return True


@transaction.atomic
def remove_wish(*, wish: Wish, actor: Actor, at: datetime) -> None:
    """Take a position off the list, or no longer say that it is not wanted."""
    learner = lock_enrolment(wish.enrolment_id)
    _note(wish, learner, "wish.removed", actor=actor, at=at)
    Wish.objects.filter(pk=wish.pk).delete()
    _number(list(learner.wishes.ranked()))


@transaction.atomic
def put_aside(
    *, enrolment: Enrolment, position: Position, why_not: str, actor: Actor, at: datetime
) -> Wish:
    """The learner does not want this position; nobody proposes it to them any more."""
    learner = lock_enrolment(enrolment.pk)
    wish, _made = Wish.objects.update_or_create(
        enrolment=learner,
        position=position,
        defaults={"rank": None, "why_not": why_not[:200], "at": at},
    )
    _number(list(learner.wishes.ranked()))
    _note(wish, learner, "wish.put_aside", actor=actor, at=at)
    return wish


def _number(ordered: list[Wish]) -> None:
    """Give these ranks from 1 on; the constraint on ranks is asked at the end."""
    moved = [wish for rank, wish in enumerate(ordered, 1) if wish.rank != rank]
    for rank, wish in enumerate(ordered, 1):
        wish.rank = rank
    Wish.objects.bulk_update(moved, ["rank"])


def _note(wish: Wish, learner: Enrolment, label: str, *, actor: Actor, at: datetime) -> None:
    record(
        label,
        subject=wish,
        actor=actor,
        at=at,
        person_key=learner.person_id,
        keys={"position": wish.position_id},
    )
