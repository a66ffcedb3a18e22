"""Two records that are one human become one, and can be two again.

What moves and what stays: docs/domain.md, "One person, once".
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove, Stale
from becode.people.models import ContactPoint, NotSame, Person, PersonMerge
from becode.people.settling import Relation, moves, moving, settlements, settles_merges, stays

# What the absorbed record may know and the kept one may not.
FILLED = (
    "last_name",
    "preferred_name",
    "legal_name",
    "born_on",
    "birth_year",
    "gender",
    "postcode",
    "municipality",
)

moves(
    "people.person.merged_into",
    "people.contactpoint.person",
    "people.languageskill.person",
    "people.consent.person",
    "people.vaultentry.person",
    "people.contactnote.person",
)
stays("people.personmerge.kept", "people.personmerge.absorbed")


@settles_merges
class OnePreferred:
    """A person has one preferred contact point: that of the record that is kept."""

    key = "people"

    def settle(
        self, *, kept: Person, absorbed: Person, actor: Actor, at: datetime
    ) -> dict[str, Any]:
        if not kept.contact_points.filter(is_preferred=True).exists():
            return {}
        theirs = absorbed.contact_points.filter(is_preferred=True).order_by("pk")
        keys = list(theirs.values_list("pk", flat=True))
        ContactPoint.objects.filter(pk__in=keys).update(is_preferred=False)
        return {"preferred": keys}

    def undo(
        self,
        settled: dict[str, Any],
        *,
        kept: Person,
        absorbed: Person,
        actor: Actor,
        at: datetime,
    ) -> None:
        theirs = absorbed.contact_points.filter(pk__in=settled.get("preferred", []))
        theirs.update(is_preferred=True)


@transaction.atomic
def merge(*, kept: Person, absorbed: Person, actor: Actor, at: datetime) -> PersonMerge:
    """Bring everything of `absorbed` to `kept`; what cannot be there twice stays and is listed.

    Raises Stale when one of them was merged before, IllegalMove when an app refuses.
    """
    kept, absorbed = _lock_both(kept.pk, absorbed.pk)
    if kept.merged_into_id is not None or absorbed.merged_into_id is not None:
        raise Stale
    settled: dict[str, Any] = {}
    for settlement in settlements():
        answer = settlement.settle(kept=kept, absorbed=absorbed, actor=actor, at=at)
        if answer:
            settled[settlement.key] = answer
    moved: dict[str, list[int]] = {}
    left: dict[str, list[int]] = {}
    for relation in moving():
        keys, kept_back = _move_rows(relation, source=absorbed.pk, target=kept.pk)
        if keys:
            moved[relation.name] = keys
        if kept_back:
            left[relation.name] = kept_back
    if left:
        settled["left"] = left
    filled = _fill(kept, absorbed)
    if filled:
        settled["filled"] = filled
    Person.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    made = PersonMerge.objects.create(
        kept=kept,
        absorbed=absorbed,
        moved=moved,
        settled=settled,
        merged_at=at,
        merged_by_id=actor.key if actor.kind == "user" else None,
    )
    _record("person.merged", made, actor=actor, at=at)
    return made


@transaction.atomic
def undo_merge(*, merge: PersonMerge, actor: Actor, at: datetime) -> None:
    """Make two records of one again: what went along goes back, what came later stays.

    Raises IllegalMove when it was undone before, when the kept record was itself merged since,
    or when a row cannot go back any more.
    """
    kept, absorbed = _lock_both(merge.kept_id, merge.absorbed_id)
    live = PersonMerge.objects.live().filter(pk=merge.pk)
    if absorbed.merged_into_id != kept.pk:
        if kept.merged_into_id is not None:
            raise IllegalMove(_("The record was merged again. First undo the later merge."))
        raise Stale
    if live.update(undone_at=at) != 1:
        raise Stale
    Person.objects.filter(pk=absorbed.pk).update(merged_into=None)
    absorbed.merged_into = None
    try:
        with transaction.atomic():
            for relation in moving():
                keys = merge.moved.get(relation.name, [])
                rows = relation.model._base_manager.filter(pk__in=keys)
                rows.filter(**{relation.column: kept.pk}).update(**{relation.column: absorbed.pk})
    except IntegrityError as error:
        raise IllegalMove(
            _("Something changed since. The two records cannot be taken apart any more.")
        ) from error
    _empty_again(kept, absorbed, merge.settled.get("filled", []))
    for settlement in reversed(settlements()):
        settled = merge.settled.get(settlement.key, {})
        if settled:
            settlement.undo(settled, kept=kept, absorbed=absorbed, actor=actor, at=at)
    _record("person.unmerged", merge, actor=actor, at=at)


@transaction.atomic
def mark_as_two(*, one: Person, other: Person, actor: Actor, at: datetime) -> NotSame:
    """A colleague looked: these are two people. They are not suggested again."""
    first, second = sorted((one.pk, other.pk))
    pair, is_new = NotSame.objects.get_or_create(
        one_id=first, other_id=second, defaults={"decided_at": at}
    )
    if is_new:
        record(
            "person.not_same",
            subject=pair,
            actor=actor,
            at=at,
            person_key=first,
            keys={"other": second},
        )
    return pair


def _lock_both(one: int, other: int) -> tuple[Person, Person]:
    """Both people in the order asked for, locked in the order of their keys.

    The lock is the full one: a row that somebody is adding for one of them is there first, and is
    moved, or waits until the merge is done.
    """
    if one == other:
        raise IllegalMove(_("This is one record already."))
    both = Person.objects.select_for_update().filter(pk__in=[one, other]).order_by("pk")
    found = {person.pk: person for person in both}
    return found[one], found[other]


def _move_rows(relation: Relation, *, source: int, target: int) -> tuple[list[int], list[int]]:
    """The keys of the rows that went along, and of those that a constraint keeps back."""
    rows = relation.model._base_manager.filter(**{relation.column: source}).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    if not keys or _point(relation, keys, target):
        return keys, []
    moved = [key for key in keys if _point(relation, [key], target)]
    return moved, [key for key in keys if key not in moved]


def _point(relation: Relation, keys: list[int], target: int) -> bool:
    rows: models.QuerySet[Any] = relation.model._base_manager.filter(pk__in=keys)
    try:
        with transaction.atomic():
            rows.update(**{relation.column: target})
    except IntegrityError:
        return False
    return True


def _fill(kept: Person, absorbed: Person) -> list[str]:
    """Take over what the kept record does not know; returns the names of the fields."""
    names = [
        name
        for name in FILLED
        if getattr(kept, name) in ("", None) and getattr(absorbed, name) not in ("", None)
    ]
    if "birth_year" in names and kept.born_on is not None:
        names.remove("birth_year")
    if "born_on" in names and kept.birth_year not in (None, absorbed.year_of_birth):
        names.remove("born_on")
    for name in names:
        setattr(kept, name, getattr(absorbed, name))
    if names:
        kept.save()
    return names


def _empty_again(kept: Person, absorbed: Person, names: list[str]) -> None:
    """Give up what was taken over, unless somebody changed it since."""
    taken = [name for name in names if getattr(kept, name) == getattr(absorbed, name)]
    for name in taken:
        setattr(kept, name, None if Person._meta.get_field(name).null else "")
    if taken:
        kept.save()


def _record(label: str, merge: PersonMerge, *, actor: Actor, at: datetime) -> None:
    record(
        label,
        subject=merge,
        actor=actor,
        at=at,
        person_key=merge.kept_id,
        keys={"absorbed": merge.absorbed_id, "merge": merge.pk},
    )
