"""Rows 29, 30 and 31: the exit, the questions after it, the proof. docs/domain.md, "Reminders".

What colleagues are told comes once a day and campus, with everybody in it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from becode.campuses.models import Campus
from becode.core import clock
from becode.messages.notification import Notification
from becode.reminders.enums import Audience, Milestone
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule, Watch
from placements.models import ExitForm, FollowUp, JobPlacement
from placements.notifications import (
    ExitFormAsked,
    ExitFormsOpen,
    FollowUpCalls,
    FollowUpQuestion,
    ProofAsked,
    ProofAskedCompany,
)
from placements.querysets.job import CALLED_AFTER

# Days after the exit on which the form is asked for.
EXIT_DAYS = (0, 7, 14, 21)
# After the question fell due; on day 14 colleagues call.
QUESTION_DAYS = (0, 4, 10)
PROOF_DAYS = (3, 10)
DIGEST_HOUR = 9
_DAY = timedelta(hours=20)


def _exit_forms() -> "QuerySet[ExitForm]":
    return ExitForm.objects.open().select_related("enrolment__person", "enrolment__cohort")


def _questions() -> "QuerySet[FollowUp]":
    return FollowUp.objects.unanswered().select_related("enrolment__person", "enrolment__cohort")


def _unproven() -> "QuerySet[JobPlacement]":
    return JobPlacement.objects.without_proof().select_related(
        "person", "company", "enrolment__cohort"
    )


def _mornings(since: datetime, until: datetime) -> Iterator[tuple[date, datetime]]:
    """The days whose morning lies after the one moment and not after the other."""
    day = clock.local_day(since)
    while day <= clock.local_day(until):
        moment = clock.at_local(day, DIGEST_HOUR)
        if since < moment <= until:
            yield day, moment
        day += timedelta(days=1)


def _once_a_day(
    made: type[Notification], campuses: Callable[[date], "QuerySet[Campus]"]
) -> Callable[[datetime, datetime], Iterable[tuple[datetime, Notification]]]:
    def due(since: datetime, until: datetime) -> list[tuple[datetime, Notification]]:
        return [
            (moment, made(campus))
            for day, moment in _mornings(since, until)
            for campus in campuses(day)
        ]

    return due


def _campuses_of_forms(day: date) -> "QuerySet[Campus]":
    left = [day - timedelta(days=days) for days in EXIT_DAYS]
    open_ones = ExitForm.objects.open().filter(exit_on__in=left)
    keys = open_ones.order_by().values("enrolment__cohort__campus")
    return Campus.objects.filter(pk__in=keys).order_by("pk")


def _campuses_of_calls(day: date) -> "QuerySet[Campus]":
    """Where somebody is to be called for the first time."""
    silent = FollowUp.objects.latest_due(day).filter(due_on=day - CALLED_AFTER)
    keys = silent.order_by().values("enrolment__cohort__campus")
    return Campus.objects.filter(pk__in=keys).order_by("pk")


declare(
    Rule(
        key="placements.exit_form",
        number=29,
        title=_("The form at the exit"),
        to=Audience.FORMER,
        stops=_("filed, or closed after 28 days"),
        says=(ExitFormAsked,),
        milestone=Milestone.GRADUATION,
        records=_exit_forms,
        anchor="exit_on",
        offsets=tuple(Offset(days=days) for days in EXIT_DAYS),
        notification=lambda form, offset: ExitFormAsked(form),
    ),
    Watch(
        key="placements.exit_forms_open",
        number=29,
        title=_("Forms at the exit are open"),
        to=Audience.PLACEMENT,
        stops=_("filed, or closed after 28 days"),
        says=(ExitFormsOpen,),
        due=_once_a_day(ExitFormsOpen, _campuses_of_forms),
        grace=_DAY,
    ),
    Rule(
        key="placements.follow_up",
        number=30,
        title=_("How are you? The question after leaving"),
        to=Audience.FORMER,
        stops=_("answered, or no more questions wanted"),
        says=(FollowUpQuestion,),
        milestone=Milestone.FOLLOW_UP,
        records=_questions,
        anchor="due_on",
        offsets=tuple(Offset(days=days) for days in QUESTION_DAYS),
        notification=lambda follow_up, offset: FollowUpQuestion(follow_up),
    ),
    Watch(
        key="placements.follow_up_calls",
        number=30,
        title=_("Nobody answered: people to call"),
        to=Audience.PLACEMENT,
        stops=_("answered, or no more questions wanted"),
        says=(FollowUpCalls,),
        due=_once_a_day(FollowUpCalls, _campuses_of_calls),
        grace=_DAY,
    ),
    Rule(
        key="placements.job_proof",
        number=31,
        title=_("The proof of a job is missing"),
        to=Audience.FORMER,
        stops=_("the proof is in"),
        says=(ProofAsked,),
        milestone=None,
        records=_unproven,
        anchor="recorded_at",
        offsets=tuple(Offset(days=days) for days in PROOF_DAYS),
        notification=lambda job, offset: ProofAsked(job),
    ),
    Rule(
        key="placements.job_proof_company",
        number=31,
        title=_("The employer is asked to confirm a job"),
        to=Audience.COMPANY,
        stops=_("the proof is in"),
        says=(ProofAskedCompany,),
        milestone=None,
        records=lambda: _unproven().filter(may_ask_employer=True, company__isnull=False),
        anchor="recorded_at",
        offsets=tuple(Offset(days=days) for days in PROOF_DAYS),
        notification=lambda job, offset: ProofAskedCompany(job),
    ),
)
