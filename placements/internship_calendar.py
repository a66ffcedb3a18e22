"""The first day of an internship as an appointment."""

from datetime import datetime, time

from django.utils.translation import gettext as _

from becode.core.clock import BRUSSELS
from becode.messages.appointments import Appointment
from placements.hours import week_on
from placements.models import Internship


def first_day(internship: Internship, *, other: str) -> Appointment:
    """One event an internship; a whole day where no hours are known. `other` is whom they meet."""
    day = internship.start_on
    line = week_on(internship, day).get(str(day.weekday()))
    place = str(internship.establishment or internship.position.site)
    summary = _("First day of the internship: %(other)s") % {"other": other}
    uid = f"internship-{internship.pk}"
    if not line:
        return Appointment(uid=uid, summary=summary, starts=day, ends=day, place=place)
    begins, ends = (
        datetime.combine(day, time.fromisoformat(hour), BRUSSELS) for hour in (line[0], line[1])
    )
    return Appointment(uid=uid, summary=summary, starts=begins, ends=ends, place=place)
