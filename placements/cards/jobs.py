"""The job, and the question that waits."""

from datetime import datetime

from becode.core import clock
from becode.people.models import Person
from becode.portal.cards import Card, card
from placements.models import FollowUp, JobPlacement


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
def _job(person: Person, at: datetime) -> list[Card]:
    job = JobPlacement.objects.filter(person=person).order_by("-start_on", "-pk").first()
    return [Card(30, "placements/my/card_job.html", {"job": job})] if job else []
