"""Jobs to look at, people to call, forms at the exit, graduates without a job."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.backoffice.today import Task, today
from becode.core import clock
from cohorts.models import Enrolment
from placements.admin.words import day
from placements.enums import FollowUpAnswer, FollowUpState
from placements.models import ExitForm, FollowUp, JobEvidence, JobPlacement
from placements.permissions import places_learners
from placements.permissions.jobs import REVIEWERS
from placements.today.task import list_of, page_of, task

WITHOUT_JOB_AFTER_MONTHS = 3
PLACED_WITHIN_MONTHS = 12


@today
def _work(user: User, at: datetime) -> list[Task]:
    if not places_learners(user):
        return []
    return [
        _reported(user),
        _proofs(user),
        _calls(user, at),
        _exit_forms(user, at),
        _works_somewhere(user),
        _without_job(user, at),
    ]


@today
def _reviews(user: User, at: datetime) -> list[Task]:
    """Digital work that somebody else described, for whoever may agree."""
    if not user.has_role("administrator", *REVIEWERS):
        return []
    rows = JobPlacement.objects.visible_to(user).awaiting_review().exclude(digital_by=user)
    return [
        task(
            _("Digital work to review"),
            rows.select_related("person").order_by("recorded_at", "pk"),
            lambda job: (f"{job.person}: {job.function}", page_of(job)),
            url=list_of("jobplacement", "?in_field__exact=0&state__exact=confirmed"),
            hint=_("A colleague says that the tasks are digital. Do you agree?"),
        )
    ]


def _reported(user: User) -> Task:
    rows = JobPlacement.objects.visible_to(user).reported().select_related("person")
    return task(
        _("Jobs to confirm"),
        rows,
        lambda job: (f"{job.person}: {job.employer_name}", page_of(job)),
        url=list_of("jobplacement", "?state__exact=reported"),
        hint=_("Told by the person or the company. Look, complete, confirm."),
    )


def _proofs(user: User) -> Task:
    rows = JobEvidence.objects.visible_to(user).to_look_at().select_related("job__person")
    return task(
        _("Proofs to look at"),
        rows.order_by("received_at", "pk"),
        lambda proof: (f"{proof.job.person}: {proof.job.employer_name}", page_of(proof.job)),
        url=list_of("jobplacement", "?evidence_level__exact=none"),
        hint=_("A file came in. What does it prove?"),
    )


def _calls(user: User, at: datetime) -> Task:
    rows = FollowUp.objects.visible_to(user).to_call(at, clock.local_day(at))
    return task(
        _("Calls after leaving"),
        rows.select_related("enrolment__person"),
        lambda question: (
            f"{question.enrolment.person}: +{question.months}", page_of(question)
        ),
        url=reverse("admin:follow_up_calls"),
        hint=_("Asked two weeks ago, no answer yet. Call them."),
    )  # fmt: skip


def _exit_forms(user: User, at: datetime) -> Task:
    rows = ExitForm.objects.visible_to(user).fileable(clock.local_day(at))
    return task(
        _("Forms at the exit that are missing"),
        rows.select_related("enrolment__person").order_by("exit_on", "pk"),
        lambda form: (f"{form.enrolment.person}: {day(form.exit_on)}", page_of(form)),
        url=list_of("exitform", "?stands=open"),
        hint=_("Closed for good four weeks after leaving."),
    )


def _works_somewhere(user: User) -> Task:
    """Who says "I work", and of whom no job is known: ask where."""
    job = JobPlacement.objects.standing().filter(person=OuterRef("enrolment__person"))
    after = Q(end_on__isnull=True) | Q(end_on__gte=OuterRef("answered_at__date"))
    rows = (
        FollowUp.objects.visible_to(user)
        .filter(state=FollowUpState.ANSWERED, answer=FollowUpAnswer.WORKING, job__isnull=True)
        .exclude(Exists(job.filter(after)))
        .select_related("enrolment__person")
        .order_by("-answered_at", "pk")
    )
    return task(
        _("Work somewhere: ask where"),
        rows,
        lambda question: (
            f"{question.enrolment.person}: {day(question.answered_at)}", page_of(question)
        ),
        url=list_of("followup", "?standing=working"),
        hint=_("They said that they work. We do not know a job."),
    )  # fmt: skip


def _without_job(user: User, at: datetime) -> Task:
    """Graduates of three to twelve months ago for whom no job that still runs is recorded."""
    this_day = clock.local_day(at)
    job = (
        JobPlacement.objects.standing()
        .filter(person=OuterRef("person"))
        .exclude(end_on__lt=F("enrolment__graduated_on"))
    )
    rows = (
        Enrolment.objects.visible_to(user)
        .graduated()
        .filter(
            graduated_on__lte=this_day - relativedelta(months=WITHOUT_JOB_AFTER_MONTHS),
            graduated_on__gt=this_day - relativedelta(months=PLACED_WITHIN_MONTHS),
            outcome_exclusion__isnull=True,
        )
        .exclude(Exists(job))
        .select_related("person")
        .order_by("graduated_on", "pk")
    )
    return task(
        _("Graduates without a job"),
        rows,
        lambda graduate: (
            f"{graduate.person}: {day(graduate.graduated_on)}",
            reverse("admin:people_person_change", args=[graduate.person_id]),
        ),
        url=reverse("admin:cohorts_enrolment_changelist") + "?state__exact=graduated",
        hint=_("Graduated 3 to 12 months ago."),
    )
