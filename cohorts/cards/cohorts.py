"""My cohort, on a person's own page."""

from datetime import datetime

from becode.core.clock import local_day
from becode.people.models import Person
from becode.portal.cards import Card, card
from becode.portal.staying import lets_stay
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment


@lets_stay
def _comes_each_day(person: Person) -> bool:
    """Whoever has a seat, until the training is over or they leave."""
    return Enrolment.objects.running().filter(person=person).exists()


@card
def _my_cohort(person: Person, at: datetime) -> list[Card]:
    """The seat this person has or had last; nothing for a seat given back or moved on from."""
    enrolment = (
        Enrolment.objects.filter(person=person)
        .seated()
        .select_related("cohort__campus", "cohort__track")
        .order_by("-enrolled_at", "-pk")
        .first()
    )
    if enrolment is None:
        return []
    context = {
        "enrolment": enrolment,
        "cohort": enrolment.cohort,
        "first_hour": f"{enrolment.cohort.arrive_by:%H:%M}",
        "is_ahead": enrolment.state == EnrolmentState.ENROLLED,
        "days_left": (enrolment.cohort.start_on - local_day(at)).days,
    }
    return [Card(order=30, template="cohorts/my/card.html", context=context)]
