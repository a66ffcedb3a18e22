"""The months of all cohorts of a colleague: where hours are locked, and for how many."""

from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from cohorts.models import Attestation, TrainingDay
from cohorts.permissions.cohorts import GUIDES

MONTHS_BACK = 6


@staff_page("months/", name="months", roles=GUIDES)
@require_safe
def months(request: StaffRequest) -> HttpResponse:
    """The last half year of each cohort, the latest month first; two queries."""
    today = clock.today()
    number = today.year * 12 + today.month - 1 - MONTHS_BACK
    since = date(number // 12, number % 12 + 1, 1)
    context = {
        **staff_site.each_context(request),
        "title": gettext("Months of hours"),
        "rows": _rows(request, since=since, until=today),
        "list_url": reverse("admin:cohorts_attestation_changelist"),
    }
    return TemplateResponse(request, "cohorts/staff/months.html", context)


def _rows(request: StaffRequest, *, since: date, until: date) -> list[dict[str, Any]]:
    days = TrainingDay.objects.visible_to(request.user).filter(on__gte=since, on__lte=until)
    found = (
        days.annotate(month=TruncMonth("on"))
        .values("cohort_id", "cohort__code", "month")
        .annotate(number=Count("pk"))
        .order_by("-month", "cohort__code")
    )
    versions = Attestation.objects.visible_to(request.user).filter(month__gte=since)
    by_month = versions.order_by().values_list("enrolment__cohort", "month")
    counted = by_month.annotate(number=Count("enrolment", distinct=True))
    locked = {(cohort, month): number for cohort, month, number in counted}
    return [
        {
            "month": date_format(one["month"], "F Y"),
            "code": one["cohort__code"],
            "days": one["number"],
            "locked": locked.get((one["cohort_id"], one["month"]), 0),
            "url": reverse("admin:cohort_month", args=[one["cohort_id"], f"{one['month']:%Y-%m}"]),
        }
        for one in found
    ]
