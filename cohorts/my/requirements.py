"""What a learner still needs to graduate: the same count as the coach sees."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from becode.portal.access import PersonRequest, everyday_page
from cohorts.enums import RUNNING
from cohorts.my.own import latest_enrolment, seatless_page
from cohorts.requirements import standing_of


@everyday_page
@require_safe
def requirements(request: PersonRequest) -> HttpResponse:
    enrolment = latest_enrolment(request.person)
    if enrolment is None:
        return seatless_page(request)
    context = {
        "lines": standing_of(enrolment),
        "track": enrolment.cohort.track,
        "enrolment": enrolment,
        "is_over": enrolment.state not in RUNNING,
    }
    return render(request, "cohorts/my/requirements.html", context)
