"""The page of a cohort's day: what a coach opens in the morning and runs the day from."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from becode.accounts.models import User
from becode.backoffice import pages
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from cohorts.addresses import url_or_none
from cohorts.admin.frame import cohort_or_404, staff_frame
from cohorts.models import Cohort
from cohorts.morning import morning
from cohorts.permissions.cohorts import GUIDES, VIEWERS
from cohorts.permissions.progress import (
    COMPANIONS,
    PROGRESS_VIEWERS,
    can_assign_coaches,
    can_write_to,
)

# Pages about a cohort by URL name, as far as they are there, each for some roles; none named: for
# those whom the page itself lets in.
PAGES: tuple[tuple[str, str | Promise, str, tuple[str, ...]], ...] = (
    ("admin:class_sheet", _("Class sheet"), "fact_check", ()),
    ("admin:room_screen", _("Code for the room"), "pin", ()),
    ("admin:cohorts_absence_changelist", _("Absences"), "event_busy", GUIDES),
    ("admin:cohort_month", _("Attestations of the month"), "assignment_turned_in", GUIDES),
    ("admin:cohort_file", pgettext_lazy("learner", "Files"), "folder_shared", ()),
    ("admin:cohort_evaluations", _("Evaluations"), "trending_up", ()),
    ("admin:cohort_calendar", _("Calendar"), "calendar_month", ()),
    ("admin:cohort_coaches", _("Coaches"), "supervisor_account", VIEWERS),
    ("admin:cohort_graduation", _("Graduation"), "school", ()),
    ("admin:cohorts_cohort_change", _("Seats and dates"), "event_seat", VIEWERS),
)


def links_of(cohort: Cohort, user: User, *, on: date) -> list[tuple[str | Promise, str, str]]:
    """(words, icon, address) of the pages about this cohort that this colleague may open."""
    links = []
    for name, words, icon, roles in PAGES:
        url = url_or_none(name, cohort.pk) or url_or_none(name, cohort.pk, f"{on:%Y-%m}")
        if name.endswith("_changelist") and (listing := url_or_none(name)):
            url = f"{listing}?enrolment__cohort__id__exact={cohort.pk}"
        is_theirs = not roles or user.is_superuser or set(roles).intersection(user.roles)
        if url and is_theirs and pages.may_open(name.removeprefix("admin:"), user):
            links.append((words, icon, url))
    return links


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
    context: dict[str, Any] = {
        "cohort": cohort,
        "day": day,
        "at": at,
        "links": links_of(cohort, request.user, on=day.on),
        "may_write": can_write_to(request.user, cohort),
        "may_assign": can_assign_coaches(request.user, cohort),
        "sees_progress": sees_progress,
    }
    return staff_frame(request, "cohorts/staff/cohort_page.html", cohort.code, context)
