"""Questions without an answer, and graduates without a job."""

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.backoffice.today import Task, today
from becode.core import clock
from cohorts.models import Enrolment
from placements.admin.words import day
from placements.models import FollowUp, JobPlacement
from placements.permissions import places_learners
from placements.today.task import list_of, page_of, task

ASKED_SINCE = timedelta(days=14)
WITHOUT_JOB_AFTER_MONTHS = 3
PLACED_WITHIN_MONTHS = 12


@today
def _work(user: User, at: datetime) -> list[Task]:
    return [_questions(user, at), _without_job(user, at)] if places_learners(user) else []


def _questions(user: User, at: datetime) -> Task:
    rows = FollowUp.objects.visible_to(user).waiting_since(clock.local_day(at - ASKED_SINCE))
    return task(
        _("Follow-ups without an answer"),
        rows.select_related("enrolment__person"),
        lambda question: (
            f"{question.enrolment.person}: +{question.months}", page_of(question)
        ),
        url=list_of("followup", "?state__exact=planned"),
        hint=_("Due more than 14 days ago. Call them."),
    )  # fmt: skip


def _without_job(user: User, at: datetime) -> Task:
    """Graduates of three to twelve months ago for whom no job that still runs is recorded."""
    this_day = clock.local_day(at)
    job = JobPlacement.objects.filter(person=OuterRef("person")).exclude(
        end_on__lt=F("enrolment__graduated_on")
    )
    rows = (
        Enrolment.objects.visible_to(user)
        .graduated()
        .filter(
            graduated_on__lte=this_day - relativedelta(months=WITHOUT_JOB_AFTER_MONTHS),
            graduated_on__gt=this_day - relativedelta(months=PLACED_WITHIN_MONTHS),
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
