"""Two records that look alike: they become one company, which can be undone, or stay two."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.models import Company, CompanyMerge, NotOneCompany

# What becomes of the rows that point at the company that goes; a test asks for each relation.
MOVES: Final[Mapping[str, str]] = {
    "establishments": "company",
    "contacts": "company",
    "log": "company",
    "framework_agreements": "company",
    "positions": "company",
    "internships": "company",
    "hires": "company",
}
STAYS: Final = frozenset({"absorbed", "merges"})
# Facts that the kept record takes from the other where it has none of its own.
FILLED: Final = ("number", "sector", "address", "postcode", "municipality", "website", "language")


def lock_both(*keys: int) -> dict[int, Company]:
    """In the order of their keys, so that two merges of the same pair wait for each other."""
    rows = Company.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return {company.pk: company for company in rows.order_by("pk")}


@transaction.atomic
def merge_companies(*, kept: Company, gone: Company, actor: Actor, at: datetime) -> CompanyMerge:
    """Everything of `gone` is of `kept` from now on; `gone` rests, inactive.

    Raises IllegalMove for the same record, one that was merged before, or two different company
    numbers: those are two companies.
    """
    if kept.pk == gone.pk:
        raise IllegalMove(_("Choose another company: this is the same record."))
    locked = lock_both(kept.pk, gone.pk)
    kept, gone = locked[kept.pk], locked[gone.pk]
    if kept.merged_into_id is not None or gone.merged_into_id is not None:
        raise IllegalMove(_("One of these records was merged already."))
    if kept.number and gone.number and kept.number != gone.number:
        raise IllegalMove(_("They have different company numbers: these are two companies."))
    moved: dict[str, Any] = {}
    for name, field in MOVES.items():
        manager = getattr(gone, name)
        moved[name] = list(manager.order_by("pk").values_list("pk", flat=True))
        manager.update(**{field: kept})
    filled = [name for name in FILLED if not getattr(kept, name) and getattr(gone, name)]
    moved["filled"] = filled
    extra = set(gone.campuses.values_list("pk", flat=True)) - set(
        kept.campuses.values_list("pk", flat=True)
    )
    moved["campuses"] = sorted(extra)
    moved["was_active"] = gone.is_active
    gone.merged_into, gone.is_active = kept, False
    gone.save(update_fields=["merged_into", "is_active"])
    for name in filled:
        setattr(kept, name, getattr(gone, name))
    if gone.owner_id and kept.owner_id is None:
        kept.owner_id = gone.owner_id
        moved["filled"] = [*filled, "owner_id"]
    kept.save()
    # None chosen means all campuses: adding one would take the others away.
    if kept.campuses.exists():
        kept.campuses.add(*extra)
    else:
        moved["campuses"] = []
    NotOneCompany.objects.of_pair(kept.pk, gone.pk).delete()  # whoever said so before
    merge = CompanyMerge.objects.create(kept=kept, gone=gone, moved=moved, merged_at=at)
    record("company.merged", subject=kept, actor=actor, at=at, keys={"gone": gone.pk})
    return merge


@transaction.atomic
def undo_merge(*, merge: CompanyMerge, actor: Actor, at: datetime) -> None:
    """What went over and is still there goes back; what came since stays with the kept one.

    Raises IllegalMove when it was undone already, or the kept record was merged away since.
    """
    locked = lock_both(merge.kept_id, merge.gone_id)
    kept, gone = locked[merge.kept_id], locked[merge.gone_id]
    if CompanyMerge.objects.filter(pk=merge.pk, undone_at__isnull=True).update(undone_at=at) != 1:
        raise IllegalMove(_("This was undone already."))
    if gone.merged_into_id != kept.pk or kept.merged_into_id is not None:
        raise IllegalMove(_("These records were merged again since. Undo that first."))
    for name, field in MOVES.items():
        getattr(kept, name).filter(pk__in=merge.moved.get(name, [])).update(**{field: gone})
    for name in merge.moved["filled"]:
        if getattr(kept, name) == getattr(gone, name):
            setattr(kept, name, None if name == "owner_id" else "")
    kept.save()
    kept.campuses.remove(*merge.moved["campuses"])
    gone.merged_into, gone.is_active = None, merge.moved["was_active"]
    gone.save(update_fields=["merged_into", "is_active"])
    record("company.merge_undone", subject=kept, actor=actor, at=at, keys={"gone": gone.pk})


@transaction.atomic
def mark_as_two(*, one: Company, other: Company, actor: Actor, at: datetime) -> None:
    """A colleague looked: these are two companies. The pair is not shown again.

    Repeating it changes nothing. Raises IllegalMove for one that was merged since.
    """
    locked = lock_both(one.pk, other.pk)
    if len(locked) != 2 or any(company.merged_into_id for company in locked.values()):
        raise IllegalMove(_("One of these records was merged already."))
    first, second = sorted(locked)
    _pair, is_new = NotOneCompany.objects.get_or_create(
        one_id=first, other_id=second, defaults={"decided_at": at}
    )
    if is_new:
        _record_pair("company.not_same", locked[first], second, actor=actor, at=at)


@transaction.atomic
def doubt_again(*, one: Company, other: Company, actor: Actor, at: datetime) -> None:
    """Nobody is sure any more that these are two: the pair is shown again."""
    first, second = sorted((one.pk, other.pk))
    gone, _rows = NotOneCompany.objects.of_pair(first, second).delete()
    if not gone:
        raise IllegalMove
    _record_pair(
        "company.may_be_same", one if one.pk == first else other, second, actor=actor, at=at
    )


def _record_pair(label: str, first: Company, second: int, *, actor: Actor, at: datetime) -> None:
    record(label, subject=first, actor=actor, at=at, keys={"other": second})
