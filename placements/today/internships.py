"""Internships that should have started, or end soon."""

from datetime import datetime

from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.backoffice.today import Task, today
from becode.core import clock
from placements.admin.words import day
from placements.models import Internship
from placements.permissions import places_learners
from placements.today.task import list_of, page_of, task

ENDS_WITHIN_DAYS = 21


@today
def _work(user: User, at: datetime) -> list[Task]:
    return [_to_start(user, at), _ending(user, at)] if places_learners(user) else []


def _to_start(user: User, at: datetime) -> Task:
    rows = Internship.objects.visible_to(user).to_start(clock.local_day(at))
    return task(
        _("Internships that should have started"),
        rows.select_related("enrolment__person", "company"),
        lambda internship: (
            f"{internship.enrolment.person}: {day(internship.start_on)}", page_of(internship)
        ),
        url=list_of("internship", "?state__exact=planned"),
        urgent=True,
        hint=_("Has it started? Then say so."),
    )  # fmt: skip


def _ending(user: User, at: datetime) -> Task:
    rows = Internship.objects.visible_to(user).ending_within(
        clock.local_day(at), days=ENDS_WITHIN_DAYS
    )
    return task(
        _("Internships that end soon"),
        rows.select_related("enrolment__person", "company"),
        lambda internship: (
            f"{internship.enrolment.person}: {day(internship.end_on)}", page_of(internship)
        ),
        url=list_of("internship", "?state__exact=running"),
        hint=_("What comes after? Ask the company and the learner."),
    )  # fmt: skip
