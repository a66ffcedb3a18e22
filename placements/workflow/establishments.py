"""The places where a company works."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.models import Company, Establishment
from placements.numbers import clean_establishment_number


@transaction.atomic
def add_establishment(
    *,
    company: Company,
    address: str,
    postcode: str,
    municipality: str,
    actor: Actor,
    at: datetime,
    name: str = "",
    number: str = "",
) -> Establishment:
    """A place more; `number` in any usual spelling. Raises ValidationError for a wrong number,
    IllegalMove for one that is known already.
    """
    made = Establishment(
        company=company, name=name, address=address, postcode=postcode, municipality=municipality
    )
    _save(made, number)
    _record("establishment.added", made, actor=actor, at=at)
    return made


@transaction.atomic
def edit_establishment(
    *, establishment: Establishment, actor: Actor, at: datetime, changes: Mapping[str, Any]
) -> None:
    """Correct an address, a name or a number."""
    for name, value in changes.items():
        setattr(establishment, name, value)
    _save(establishment, establishment.number)
    _record("establishment.edited", establishment, actor=actor, at=at)


@transaction.atomic
def close_establishment(*, establishment: Establishment, actor: Actor, at: datetime) -> None:
    """Nothing new is offered there; what runs there stays."""
    open_ones = Establishment.objects.filter(pk=establishment.pk, is_active=True)
    if open_ones.update(is_active=False) != 1:
        raise IllegalMove(_("This establishment was closed already."))
    establishment.is_active = False
    _record("establishment.closed", establishment, actor=actor, at=at)


def _save(establishment: Establishment, number: str) -> None:
    establishment.number = clean_establishment_number(number)
    same = Establishment.objects.filter(number=establishment.number).exclude(pk=establishment.pk)
    if establishment.number and same.exists():
        raise IllegalMove(_("There is an establishment with this number."))
    establishment.save()


def _record(label: str, establishment: Establishment, *, actor: Actor, at: datetime) -> None:
    record(
        label, subject=establishment, actor=actor, at=at, keys={"company": establishment.company_id}
    )
