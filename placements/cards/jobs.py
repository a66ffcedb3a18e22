"""After the training: the question that waits, the form at the exit, the jobs."""

from datetime import datetime

from becode.core import clock
from becode.people.models import Person
from becode.portal.cards import Card, card
from cohorts.enums import EnrolmentState
from placements.models import ExitForm, FollowUp, JobPlacement
from placements.my.jobs import own_enrolment


@card
def _question(person: Person, at: datetime) -> list[Card]:
    """The latest question that waits for an answer; older ones are past asking."""
    rows = FollowUp.objects.latest_due(clock.local_day(at)).of_person(person.pk)
    question = rows.first()
    if question is None:
        return []
    return [Card(5, "placements/my/card_follow_up.html", {"question": question})]


@card
def _exit_form(person: Person, at: datetime) -> list[Card]:
    rows = ExitForm.objects.fileable(clock.local_day(at)).filter(enrolment__person=person)
    return [
        Card(6, "placements/my/card_exit_form.html", {"form": form})
        for form in rows.order_by("-exit_on", "-pk")[:1]
    ]


@card
def _jobs(person: Person, at: datetime) -> list[Card]:
    """The jobs that somebody told of; from the internship on they may add one."""
    day = clock.local_day(at)
    rows = JobPlacement.objects.standing().of_person(person.pk).order_by("-start_on", "-pk")
    told = list(rows)
    if not told:
        enrolment = own_enrolment(person)
        if enrolment is None or enrolment.state == EnrolmentState.IN_TRAINING:
            return []
    running = [job for job in told if job.ended_on is None or job.ended_on >= day]
    context = {"jobs": running, "earlier": len(told) - len(running)}
    return [Card(30 if told else 60, "placements/my/card_job.html", context)]
