"""The training whose pages a person sees."""

from django.http import Http404

from becode.people.models import Person
from cohorts.models import Enrolment


def latest_enrolment(person: Person) -> Enrolment:
    """The seat this person has, or had last. Raises Http404 for who never had one."""
    related = ("cohort__campus", "cohort__track", "transferred_from")
    seats = Enrolment.objects.filter(person=person).seated().select_related(*related)
    found: Enrolment | None = seats.order_by("-enrolled_at", "-pk").first()
    if found is None:
        raise Http404
    found.person = person
    return found
