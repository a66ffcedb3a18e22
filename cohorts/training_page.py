"""What a learner sees of their training: today, the next days, who to reach."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from becode.core import clock
from cohorts.addresses import url_or_none
from cohorts.models import AgendaItem, Certificate, CoachAssignment, Enrolment, TrainingDay
from cohorts.workflow.evaluations import FOLLOWING

NEXT_DAYS = 5
AGENDA_DAYS = 14

# Pages of a learner by URL name, as far as they are there; the first ones need somebody who
# follows the training now.
CALENDAR = ("cohorts:my:calendar", _("My calendar"))
DAILY_PAGES: tuple[tuple[str, str | Promise], ...] = (
    ("cohorts:my:check_in", _("Check in")),
    ("cohorts:my:absences", _("My absences")),
    CALENDAR,
    ("cohorts:my:evaluations", _("My evaluations")),
    ("cohorts:my:requirements", _("What you need to graduate")),
)
LASTING_PAGES: tuple[tuple[str, str | Promise], ...] = (
    ("cohorts:my:progress", _("My progress")),
    ("cohorts:my:file", _("My file")),
    ("portal:my:details", _("My details")),
)
CERTIFICATE = ("cohorts:my:certificate", _("My certificate"))


@dataclass(slots=True)
class TrainingPage:
    """`today` is None where there are no lessons for them today."""

    enrolment: Enrolment
    is_following: bool
    links: list[tuple[str, str | Promise]]
    today: TrainingDay | None = None
    days: list[TrainingDay] = field(default_factory=list)
    agenda: list[AgendaItem] = field(default_factory=list)
    coaches: list[CoachAssignment] = field(default_factory=list)


def training_page(enrolment: Enrolment, *, at: datetime) -> TrainingPage:
    """The page of one learner; three queries for who follows the training, one for others."""
    is_following = enrolment.state in FOLLOWING
    pages: Sequence[tuple[str, str | Promise]] = LASTING_PAGES
    if is_following:
        is_at_lessons = enrolment.state == "in_training"
        pages = (*DAILY_PAGES[0 if is_at_lessons else 1 :], *LASTING_PAGES)
    elif enrolment.state == "enrolled":
        pages = (CALENDAR, *LASTING_PAGES)
    elif Certificate.objects.valid().filter(enrolment__person=enrolment.person_id).exists():
        pages = (*LASTING_PAGES, CERTIFICATE)
    links = [(url, words) for name, words in pages if (url := url_or_none(name))]
    page = TrainingPage(enrolment, is_following, links)
    if not is_following and enrolment.state != "enrolled":
        return page
    on = clock.local_day(at)
    cohort = enrolment.cohort
    days = TrainingDay.objects.filter(cohort=cohort, on__gte=on).order_by("on")
    mine = [
        day for day in days[: NEXT_DAYS + 1] if is_following is False or _is_mine(enrolment, day)
    ]
    page.today = mine[0] if mine and mine[0].on == on else None
    page.days = [day for day in mine if day.on > on][:NEXT_DAYS]
    page.agenda = list(
        AgendaItem.objects.going_on()
        .for_cohort(cohort_pk=cohort.pk, campus_pk=cohort.campus_id)
        .filter(ends_at__gte=at, starts_at__lt=clock.at_local(_after(on), 0))
        .select_related("room")
    )
    coaches = CoachAssignment.objects.on(max(on, cohort.start_on)).filter(cohort=cohort)
    page.coaches = list(coaches.select_related("user").order_by("pk"))
    page.coaches.sort(key=lambda one: list(_ROLES).index(one.role))
    return page


_ROLES = ("lead", "second", "insertion")


def _after(on: date) -> date:
    return on + timedelta(days=AGENDA_DAYS)


def _is_mine(enrolment: Enrolment, day: TrainingDay) -> bool:
    return enrolment.is_expected(day.on)
