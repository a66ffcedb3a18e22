"""Whose training a person's own pages are about."""

from becode.people.models import Person
from cohorts.models import Enrolment


def latest_enrolment(person: Person) -> Enrolment | None:
    """The seat this person has or had last; one that was given back or moved on from is none."""
    return (
        Enrolment.objects.filter(person=person)
        .seated()
        .select_related("cohort__campus", "cohort__track", "cohort__room", "person")
        .order_by("-enrolled_at", "-pk")
        .first()
    )
