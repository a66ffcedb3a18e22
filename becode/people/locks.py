"""Holding a person: whoever the record has become by the time the lock is there."""

from becode.people.models import Person


def lock_current(pk: int) -> Person:
    """The person, locked; a record that was merged meanwhile gives the one that was kept.

    A merge holds both records, so nothing that waits for this lock is left at the absorbed one.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=pk)
    while person.merged_into_id is not None:
        person = Person.objects.select_for_update(no_key=True).get(pk=person.merged_into_id)
    return person
