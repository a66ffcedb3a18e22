"""The page of a cohort's day: what a coach opens in the morning and runs the day from."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from becode.accounts.models import User
from becode.backoffice import pages
from becode.backoffice.pages import staff_page
from becode.backoffice.pausing import banner
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from cohorts.admin.frame import cohort_or_404, staff_frame
from cohorts.enums import CohortState, LessonPlace
from cohorts.models import Cohort
from cohorts.morning import Morning, morning
from cohorts.permissions.cohorts import GUIDES, VIEWERS
from cohorts.permissions.progress import (
    COMPANIONS,
    PROGRESS_VIEWERS,
    can_assign_coaches,
    can_write_to,
)

# Pages about a cohort by URL name, each for some roles; none named: for those whom the page itself
# lets in.
PAGES: dict[str, tuple[str | Promise, str, tuple[str, ...]]] = {
    "class_sheet": (_("Class sheet"), "fact_check", ()),
    "room_screen": (_("Code for the room"), "pin", ()),
    "entry_records": (_("First week"), "flag_circle", GUIDES),
    "cohorts_absence_changelist": (_("Absences"), "event_busy", GUIDES),
    "cohort_month": (_("Attestations of the month"), "assignment_turned_in", GUIDES),
    "cohort_file": (pgettext_lazy("learner", "Files"), "folder_shared", ()),
    "cohort_evaluations": (_("Evaluations"), "trending_up", ()),
    "cohort_calendar": (_("Calendar"), "calendar_month", ()),
    "cohort_coaches": (_("Coaches"), "supervisor_account", VIEWERS),
    "cohort_reminders": (_("Its reminders"), "notifications", ()),
    "cohort_graduation": (_("Graduation"), "school", ()),
    "cohorts_cohort_change": (_("Seats and dates"), "event_seat", VIEWERS),
}
# What a cohort in this state is run with, the most wanted first, and what is seldom needed then.
# What is named in neither has nothing to show yet.
WANTED: dict[str, tuple[str, ...]] = {
    CohortState.PLANNED: (
        "cohorts_cohort_change",
        "cohort_file",
        "cohort_coaches",
        "cohort_calendar",
    ),
    CohortState.RUNNING: (
        "class_sheet",
        "room_screen",
        "entry_records",
        "cohorts_absence_changelist",
        "cohort_month",
        "cohort_evaluations",
        "cohort_file",
    ),
    CohortState.INTERNSHIP: ("cohort_graduation", "cohort_evaluations", "cohort_file"),
    CohortState.COMPLETED: ("cohort_graduation",),
    CohortState.CANCELLED: ("cohorts_cohort_change",),
}
SELDOM: dict[str, tuple[str, ...]] = {
    CohortState.PLANNED: ("cohort_reminders",),
    CohortState.RUNNING: (
        "cohort_reminders",
        "cohort_calendar",
        "cohort_coaches",
        "cohort_graduation",
        "cohorts_cohort_change",
        "entry_records",
    ),
    CohortState.INTERNSHIP: (
        "cohort_reminders",
        "cohort_month",
        "cohorts_absence_changelist",
        "class_sheet",
        "cohort_calendar",
        "cohort_coaches",
        "entry_records",
        "cohorts_cohort_change",
    ),
    CohortState.COMPLETED: (
        "cohort_reminders",
        "cohort_month",
        "cohorts_absence_changelist",
        "class_sheet",
        "cohort_evaluations",
        "cohort_calendar",
        "cohort_coaches",
        "entry_records",
        "cohorts_cohort_change",
    ),
    CohortState.CANCELLED: (),
}
FIRST_WEEK = timedelta(days=7)
# The words, the icon and the address of each page.
Links = list[tuple[str | Promise, str, str]]


def links_of(cohort: Cohort, user: User, *, day: Morning) -> tuple[Links, Links]:
    """What this colleague may open about the cohort: what is wanted now, and the rest."""
    wanted = list(WANTED[cohort.state])
    if day.lessons is None or day.lessons.place == LessonPlace.HOME:
        wanted = [name for name in wanted if name != "room_screen"]
    if day.on > cohort.start_on + FIRST_WEEK:
        wanted = [name for name in wanted if name != "entry_records"]
    seldom = [name for name in SELDOM[cohort.state] if name not in wanted]
    return _open_to(wanted, cohort, user, on=day.on), _open_to(seldom, cohort, user, on=day.on)


def _open_to(names: Iterable[str], cohort: Cohort, user: User, *, on: date) -> Links:
    links = []
    for name in names:
        words, icon, roles = PAGES[name]
        if roles and not (user.is_superuser or set(roles).intersection(user.roles)):
            continue
        if pages.may_open(name, user):
            links.append((words, icon, _address(name, cohort, on=on)))
    return links


def _address(name: str, cohort: Cohort, *, on: date) -> str:
    if name == "cohorts_absence_changelist":
        return f"{reverse(f'admin:{name}')}?enrolment__cohort__id__exact={cohort.pk}"
    month = [f"{on:%Y-%m}"] if name == "cohort_month" else []
    return reverse(f"admin:{name}", args=[cohort.pk, *month])


@staff_page("cohorts/<int:pk>/", name="cohort_page", roles=COMPANIONS)
@require_safe
def cohort_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Attendance now, who needs a word and why, what is due, who coaches."""
    cohort = cohort_or_404(request, pk)
    at = clock.now()
    sees_progress = request.user.is_superuser or request.user.has_role(*PROGRESS_VIEWERS)
    day = morning(cohort, at=at)
    if not sees_progress:
        for line in day.lines:
            line.risks = [risk for risk in line.risks if risk.kind != "evaluation"]
    wanted, seldom = links_of(cohort, request.user, day=day)
    context: dict[str, Any] = {
        "cohort": cohort,
        "day": day,
        "at": at,
        "links": wanted,
        "more_links": seldom,
        "may_write": can_write_to(request.user, cohort),
        "may_assign": can_assign_coaches(request.user, cohort),
        "sees_progress": sees_progress,
        **banner(staff_site._registry[Cohort], request, cohort),
    }
    return staff_frame(request, "cohorts/staff/cohort_page.html", cohort.code, context)
