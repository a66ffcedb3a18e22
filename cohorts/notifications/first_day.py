"""The first day of a training as an appointment."""

from datetime import datetime

from django.utils.translation import gettext as _

from becode.core.clock import BRUSSELS
from becode.messages.appointments import Appointment
from cohorts.models import Enrolment


def first_day(enrolment: Enrolment) -> Appointment:
    """One event a person and track: who moves to another group has it replaced."""
    cohort = enrolment.cohort
    day = enrolment.started_on or cohort.start_on
    place = ", ".join(part for part in (str(cohort.campus), cohort.campus.address) if part)
    return Appointment(
        uid=f"first-day-{enrolment.person_id}-{cohort.track_id}",
        summary=_("First day of %(track)s") % {"track": cohort.track.name},
        starts=datetime.combine(day, cohort.arrive_by, BRUSSELS),
        ends=datetime.combine(day, cohort.leave_from, BRUSSELS),
        place=place,
    )
