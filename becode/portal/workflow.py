"""What a person changes about themselves."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from becode.core.actors import Actor
from becode.people.models import Person
from becode.people.workflow import correct_person, replace_contact_points


@transaction.atomic
def correct_own_details(
    *,
    person: Person,
    changes: Mapping[str, str],
    contact: tuple[str, str] | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Correct names and language; `contact` is the new (e-mail, phone), None to leave them."""
    if changes:
        correct_person(person=person, changes=changes, actor=actor, at=at)
    if contact is not None:
        email, phone = contact
        replace_contact_points(person=person, email=email, phone=phone, actor=actor, at=at)
