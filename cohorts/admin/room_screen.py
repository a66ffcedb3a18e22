"""The screen of a room: the code with which learners check in, and how many are there."""

import segno
from django.conf import settings
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.people.models import Person
from cohorts.admin.class_sheet import frame, own_cohort
from cohorts.class_sheet import sheet_of
from cohorts.enums import LessonPlace
from cohorts.models import Cohort, TrainingDay
from cohorts.permissions.check_in import SHEET_KEEPERS
from cohorts.room_code import room_code, seconds_left

# The counts are asked anew so often, also while the code stays the same.
REFRESH_SECONDS = 15


@staff_page("cohorts/<int:pk>/room/", name="room_screen", roles=SHEET_KEEPERS)
@require_safe
def room_screen(request: StaffRequest, pk: int) -> HttpResponse:
    """The code of this minute; `initials` in the address shows who is there as well.

    No code on a day at home: there none is asked.
    """
    cohort = own_cohort(request, pk)
    at = clock.now()
    day = TrainingDay.objects.filter(cohort=cohort, on=clock.local_day(at)).first()
    context = frame(request, cohort, day)
    if day is not None:
        day.cohort = cohort
        sheet = sheet_of(day)
        left = seconds_left(at)
        is_at_home = day.place == LessonPlace.HOME
        shows_initials = "initials" in request.GET
        here = [row for row in sheet.rows if any(place.known for place in row.places)]
        context |= {
            "is_at_home": is_at_home,
            "code": "" if is_at_home else room_code(cohort.pk, at=at),
            "left": left,
            "refresh": min(left, REFRESH_SECONDS),
            "sheet": sheet,
            "expected": len(sheet.rows),
            "shows_initials": shows_initials,
            "initials": [initials(row.enrolment.person) for row in here] if shows_initials else [],
            "qr": "" if is_at_home else _picture(_address(cohort)),
        }
    return TemplateResponse(request, "cohorts/staff/room_screen.html", context)


def initials(person: Person) -> str:
    """The first letters of a person's first and last name."""
    return "".join(part.strip()[:1].upper() for part in (person.first_name, person.last_name))


def _address(cohort: Cohort) -> str:
    """The page on which learners type the code, in the first language of the campus.

    Without the code: a picture of the screen can be sent round.
    """
    with translation.override(cohort.campus.languages[0] if cohort.campus.languages else "en"):
        return f"{settings.PUBLIC_BASE_URL}{reverse('cohorts:my:check_in')}"


def _picture(address: str) -> str:
    """A QR code as the address of an image."""
    uri: str = segno.make(address, error="m").svg_data_uri(border=2, scale=4)
    return uri
