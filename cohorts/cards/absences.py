"""The way to my absences, on a person's own page while they are in training."""

from datetime import datetime

from becode.people.models import Person
from becode.portal.cards import Card, card
from cohorts.enums import EnrolmentState, ProofKind
from cohorts.models import Absence, Enrolment


@card
def _my_absences(person: Person, at: datetime) -> list[Card]:
    training = Enrolment.objects.filter(person=person, state=EnrolmentState.IN_TRAINING)
    if not training.exists():
        return []
    owed = Absence.objects.pending().filter(
        enrolment__person=person, proof_at__isnull=True, proof_due_at__gt=at
    )
    owed = owed.exclude(proof_kind=ProofKind.DECLARATION).order_by("proof_due_at", "pk")
    context = {"owed": list(owed)}
    return [Card(order=20, template="cohorts/my/absences_card.html", context=context)]
