"""On a person's own page: the first days, what the file lacks, the certificate."""

from datetime import datetime

from becode.core.clock import local_day
from becode.people.models import Person
from becode.portal.cards import Card, card
from cohorts.enums import RUNNING
from cohorts.models import Certificate, Enrolment, EntryRecord, FileItem, IntentSurvey, Requirement
from cohorts.workflow.entry import in_first_week, may_answer
from cohorts.workflow.file import in_order
from cohorts.workflow.graduating import BUSY


@card
def _first_days(person: Person, at: datetime) -> list[Card]:
    """What is asked in the first days, until it is answered."""
    enrolment = _running(person)
    day = local_day(at)
    if enrolment is None or not in_first_week(enrolment, on=day):
        return []
    has_entry = EntryRecord.objects.filter(enrolment=enrolment).exists()
    has_said = IntentSurvey.objects.filter(enrolment=enrolment).exists()
    context = {
        "ask_entry": not has_entry,
        "ask_why": not has_said and may_answer(enrolment, on=day),
    }
    if not any(context.values()):
        return []
    return [Card(order=21, template="cohorts/my/first_days_card.html", context=context)]


@card
def _file(person: Person, at: datetime) -> list[Card]:
    """What is missing before and during the training."""
    owed = FileItem.objects.owed().filter(enrolment__person=person, enrolment__state__in=RUNNING)
    items = in_order(owed)
    if not items:
        return []
    return [Card(order=22, template="cohorts/my/file_card.html", context={"items": items})]


@card
def _requirements(person: Person, at: datetime) -> list[Card]:
    """For who is on the way to the end, where the track asks something."""
    asking = Requirement.objects.filter(
        is_active=True,
        track__cohort__enrolments__person=person,
        track__cohort__enrolments__state__in=BUSY,
    )
    if not asking.exists():
        return []
    return [Card(order=32, template="cohorts/my/requirements_card.html", context={})]


@card
def _certificate(person: Person, at: datetime) -> list[Card]:
    theirs = Certificate.objects.valid().filter(enrolment__person=person)
    found = theirs.order_by("-issued_at", "-pk").first()
    if found is None:
        return []
    context = {"certificate": found}
    return [Card(order=31, template="cohorts/my/certificate_card.html", context=context)]


def _running(person: Person) -> Enrolment | None:
    related = ("cohort__campus", "transferred_from")
    seats = Enrolment.objects.running().filter(person=person).select_related(*related)
    found: Enrolment | None = seats.order_by("-enrolled_at", "-pk").first()
    return found
