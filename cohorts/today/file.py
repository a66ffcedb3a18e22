"""What waits for those who complete files."""

from datetime import date, datetime, timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.today import Task, today
from becode.core.clock import local_day
from becode.files.enums import OWED_DOCUMENT_STATES, DocumentState
from cohorts.enums import RUNNING, CohortState, EnrolmentState, FileKind
from cohorts.models import Cohort, FileItem
from cohorts.permissions.file import KEEPERS

SHOWN = 5
# From three weeks before the start on, as the learner is told.
SOON = timedelta(days=21)
ENDS_WITHIN = timedelta(days=60)


@today
def _files(user: User, at: datetime) -> list[Task]:
    if not user.has_role(Role.ADMINISTRATOR, *KEEPERS):
        return []
    return [_incomplete(user, at), _to_look_at(user), _ending(user, at)]


def _incomplete(user: User, at: datetime) -> Task:
    day = local_day(at)
    found = list(
        Cohort.objects.visible_to(user)
        .filter(
            state=CohortState.PLANNED,
            start_on__range=(day, day + SOON),
            enrolments__state=EnrolmentState.ENROLLED,
            enrolments__file_items__state__in=OWED_DOCUMENT_STATES,
        )
        .distinct()
        .order_by("start_on", "pk")
    )
    return Task(
        title=_("Cohorts that start soon with files that are not complete"),
        count=len(found),
        url=reverse("admin:cohorts_fileitem_changelist"),
        items=tuple(
            (
                f"{cohort.code} · {date_format(cohort.start_on, 'j N')}",
                f"{reverse('admin:cohort_file', args=[cohort.pk])}?show=open",
            )
            for cohort in found[:SHOWN]
        ),
        urgent=bool(found) and found[0].start_on <= day + timedelta(days=7),
    )


def _to_look_at(user: User) -> Task:
    received = FileItem.objects.visible_to(user).filter(
        state=DocumentState.RECEIVED, enrolment__state__in=RUNNING
    )
    first = received.select_related("enrolment__person").order_by("received_at", "pk")
    return Task(
        title=_("Files of learners to look at"),
        count=received.count(),
        url=f"{reverse('admin:cohorts_fileitem_changelist')}?state__exact=received",
        items=tuple(_named(item, str(item)) for item in first[:SHOWN]),
    )


def _ending(user: User, at: datetime) -> Task:
    day = local_day(at)
    ends = (
        FileItem.objects.visible_to(user)
        .filter(
            Q(kind__in=(FileKind.PERMIT, FileKind.BENEFIT)),
            enrolment__state__in=RUNNING,
            valid_until__lt=F("enrolment__cohort__end_on"),
            valid_until__lte=day + ENDS_WITHIN,
        )
        .exclude(state=DocumentState.WAIVED)
    )
    first = ends.select_related("enrolment__person").order_by("valid_until", "pk")
    return Task(
        title=_("Permits and benefits that end before the training"),
        count=ends.count(),
        url=reverse("admin:cohorts_fileitem_changelist"),
        items=tuple(_named(item, _day(item.valid_until)) for item in first[:SHOWN]),
    )


def _day(day: date | None) -> str:
    return date_format(day, "j N Y") if day else ""


def _named(item: FileItem, words: str) -> tuple[str, str]:
    page = reverse("admin:cohorts_fileitem_change", args=[item.pk])
    return f"{item.enrolment.person} · {words}", page
