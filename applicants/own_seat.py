"""Which seat an application led to, and which application a seat came from.

A seat comes from an accepted offer and may go on in other cohorts: whoever asks for the seat of an
application asks here, and so follows every transfer.
"""

from collections.abc import Iterable

from django.db.models import F

from applicants.models import Application
from cohorts.models import Enrolment


def seats_of(applications: Iterable[Application]) -> dict[int, Enrolment]:
    """By application: its latest seat, whatever became of it, with the cohort; one query.

    Applications that never led to a seat are left out.
    """
    wanted = {application.pk: application.person_id for application in applications}
    if not wanted:
        return {}
    enrolments = (
        Enrolment.objects.of_people(set(wanted.values()))
        .select_related("cohort__campus", "cohort__track")
        .annotate(application_key=F("offer__application"))
    )
    owner: dict[int, int] = {}
    found: dict[int, Enrolment] = {}
    for enrolment in enrolments:  # the first one first: what moved on was seen before
        key = enrolment.application_key or owner.get(enrolment.transferred_from_id or 0)
        if key in wanted:
            owner[enrolment.pk] = key
            found[key] = enrolment
    return found


def seat_of(application: Application) -> Enrolment | None:
    """The latest seat this application led to, whatever became of it."""
    return seats_of([application]).get(application.pk)


def application_of(enrolment: Enrolment) -> Application | None:
    """The application that led to this seat, before all transfers; None for one without."""
    first = enrolment
    while first.transferred_from is not None:
        first = first.transferred_from
    return Application.objects.filter(offers__enrolment=first).first()
