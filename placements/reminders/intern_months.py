"""Row 20 on the company's side: months that the mentor has not confirmed.

They end on the last day with hours, which no column knows; so the clock is watched.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from becode.core import clock
from becode.messages.notification import Notification
from becode.reminders.enums import Audience
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Watch
from placements.hours import last_planned_day
from placements.intern_months import CONFIRMED_IN
from placements.models import Internship
from placements.notifications.intern_months import InternMonthDue

OFFSETS = (Offset(hour=15), Offset(days=2), Offset(days=5))


def _due(since: datetime, until: datetime) -> Iterable[tuple[datetime, Notification]]:
    """One query where a moment falls between the two, none otherwise."""
    moments = {}
    day = clock.local_day(since) - timedelta(days=1)
    while day <= clock.local_day(until):
        for offset in OFFSETS:
            base = day - timedelta(days=offset.days)
            due_at = offset.due_at(base)
            if since < due_at <= until:
                moments[base] = due_at
        day += timedelta(days=1)
    if not moments:
        return
    rows = Internship.objects.filter(
        state__in=CONFIRMED_IN, start_on__lte=max(moments), end_on__gte=min(moments)
    ).select_related(
        "company",
        "position",
        "mentor__user",
        "enrolment__person",
        "enrolment__cohort",
    )
    for internship in rows.order_by("pk"):
        for base, due_at in moments.items():
            if last_planned_day(internship, base.replace(day=1)) == base:
                yield due_at, InternMonthDue(internship)


declare(
    Watch(
        key="intern_month_unconfirmed",
        number=20,
        title=_("The hours of an intern are not confirmed"),
        to=Audience.COMPANY,
        stops=_("the month is confirmed"),
        says=(InternMonthDue,),
        due=_due,
        grace=timedelta(hours=20),
    )
)
