"""Visits to interns in the calendar of who visits. Nobody is named in it but the company."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.core.clock import BRUSSELS
from cohorts.feeds.entries import EPOCH, KEPT, Entry
from cohorts.feeds.more import adds_to_calendar
from placements.models import Visit

LASTS = timedelta(hours=1)


@adds_to_calendar
def _visits(colleague: User, at: datetime) -> Iterable[Entry]:
    """One query."""
    rows = Visit.objects.filter(by=colleague, planned_at__gte=at - KEPT).select_related(
        "internship__company", "internship__position", "internship__establishment"
    )
    for visit in rows.order_by("planned_at", "pk"):
        internship = visit.internship
        assert visit.planned_at is not None
        yield Entry(
            uid=f"internship-visit-{visit.pk}",
            summary=_("%(how)s: intern at %(company)s")
            % {"how": visit.get_kind_display(), "company": internship.company.name},
            starts=visit.planned_at.astimezone(BRUSSELS),
            ends=(visit.planned_at + LASTS).astimezone(BRUSSELS),
            changed_at=at,
            # A moved visit counts as newer: calendars keep the entry with the highest number.
            sequence=max(int((visit.planned_at - EPOCH).total_seconds() // 60), 0),
            place=str(internship.establishment or internship.position.site),
        )
