"""What a person's own page says about internships, jobs and questions."""

from datetime import datetime

from becode.core import clock
from becode.people.enums import ConsentPurpose
from becode.people.models import Consent, Person
from becode.portal.cards import Card, card
from cohorts.models import Enrolment
from placements.models import FollowUp, Internship, JobPlacement, Proposal


@card
def _question(person: Person, at: datetime) -> list[Card]:
    """The latest question that waits for an answer; older ones are past asking."""
    question = (
        FollowUp.objects.due_on(clock.local_day(at))
        .of_person(person.pk)
        .order_by("-due_on", "-pk")
        .first()
    )
    if question is None:
        return []
    return [Card(5, "placements/my/card_follow_up.html", {"question": question})]


@card
def _internship(person: Person, at: datetime) -> list[Card]:
    internship = (
        Internship.objects.current()
        .filter(enrolment__person=person)
        .select_related("company", "position")
        .first()
    )
    if internship is not None:
        return [Card(20, "placements/my/card_internship.html", {"internship": internship})]
    accepted = (
        Proposal.objects.to_plan()
        .filter(enrolment__person=person)
        .select_related("position__company")
        .first()
    )
    if accepted is not None:
        return [Card(20, "placements/my/card_accepted.html", {"proposal": accepted})]
    return []


@card
def _profile(person: Person, at: datetime) -> list[Card]:
    """Only for those who are with us: companies see nobody else's profile."""
    if not Enrolment.objects.running().filter(person=person).exists():
        return []
    agrees = Consent.objects.filter(
        person=person, purpose=ConsentPurpose.SHARE_PROFILE, withdrawn_at__isnull=True
    ).exists()
    return [Card(60, "placements/my/card_profile.html", {"agrees": agrees})]


@card
def _job(person: Person, at: datetime) -> list[Card]:
    job = JobPlacement.objects.filter(person=person).order_by("-start_on", "-pk").first()
    return [Card(30, "placements/my/card_job.html", {"job": job})] if job else []
