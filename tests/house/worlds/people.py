"""Duplicates, merges, the contact log: one record of each kind."""

from typing import Any

from becode.people.models import PersonMerge
from tests import factories
from tests.factories_people import ContactNoteFactory


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py."""
    person = base["person"]
    twin = factories.PersonFactory(
        first_name=person.first_name, last_name=person.last_name, email="twin@mail.example"
    )
    factories.ApplicationFactory(
        person=twin,
        track=base["track"],
        campus=base["campus"],
        state="rejected",
        rejection_reason="other",
    )
    absorbed = factories.PersonFactory(merged_into=person, email="")
    merge = PersonMerge.objects.create(kept=person, absorbed=absorbed, merged_at=person.created_at)
    note = ContactNoteFactory(person=person, next_action="Call again", next_on=person.born_on)
    return {"twin": twin, "merge": merge, "note": note}
