"""The way to my absences, on a person's own page while they are in training."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from becode.people.models import Person
from becode.portal.cards import Card, card
from cohorts.counting import standing_of
from cohorts.counting_words import hours_and_minutes, number_of_absences, percent
from cohorts.enums import EnrolmentState, ProofKind
from cohorts.learner_cards import LearnerCard, learner_card
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


@learner_card
def _attendance(enrolment: Enrolment, at: datetime) -> LearnerCard | None:
    """What a learner's absences come to, the same for them and for their coach."""
    standing = standing_of([enrolment], at)[enrolment.pk]
    if not standing.days:
        return None
    facts = [
        (_("Unjustified absences"), number_of_absences(standing.halves)),
        (_("Hours missed"), hours_and_minutes(standing.missed)),
        (_("Part of the whole training"), percent(standing.permille)),
    ]
    if standing.open:
        facts.append((_("Not decided yet"), hours_and_minutes(standing.open)))
    return LearnerCard(
        order=10,
        title=_("Attendance"),
        context={"facts": facts},
        own_url=reverse("cohorts:my:absences"),
    )
