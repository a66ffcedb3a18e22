"""What a learner has to do for an evaluation, on their own page."""

from datetime import datetime, timedelta

from becode.core.clock import local_day
from becode.people.models import Person
from becode.portal.cards import Card, card
from cohorts.enums import AssessedBy
from cohorts.models import Evaluation
from cohorts.workflow.evaluations import FOLLOWING

# From the first reminder on.
SHOWN_BEFORE = timedelta(days=7)


@card
def _evaluation_due(person: Person, at: datetime) -> list[Card]:
    on = local_day(at)
    own = Evaluation.objects.owed().filter(
        by=AssessedBy.SELF,
        enrolment__person=person,
        enrolment__state__in=FOLLOWING,
        due_on__lte=on + SHOWN_BEFORE,
    )
    return [
        Card(
            order=12,
            template="cohorts/my/evaluation_card.html",
            context={"evaluation": evaluation, "is_late": evaluation.due_on < on},
        )
        for evaluation in own.order_by("due_on", "pk")[:1]
    ]
