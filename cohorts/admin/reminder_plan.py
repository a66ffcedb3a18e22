"""The reminders of a cohort, from before its start until two years after: a dry run."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from becode.backoffice.pages import staff_page
from becode.backoffice.pausing import current
from becode.backoffice.requests import StaffRequest
from becode.reminders.enums import Audience
from becode.reminders.milestones import milestones_of
from becode.reminders.rehearsal import Expected, depending, rehearse
from becode.reminders.words import in_words
from cohorts.admin.frame import cohort_home, cohort_or_404, staff_frame
from cohorts.permissions.progress import COMPANIONS

# Readers that a colleague may want to see alone.
READERS: dict[str, tuple[Audience, ...]] = {
    "learner": (Audience.LEARNER, Audience.LEARNER_AND_COACHES, Audience.FORMER, Audience.SIGNER),
    "company": (Audience.COMPANY, Audience.SIGNER),
    "staff": (
        Audience.COACHES,
        Audience.LEARNER_AND_COACHES,
        Audience.MANAGERS,
        Audience.PLACEMENT,
        Audience.ADMISSIONS,
    ),
}


@staff_page("cohorts/<int:pk>/reminders/", name="cohort_reminders", roles=COMPANIONS)
@require_safe
def cohort_reminders(request: StaffRequest, pk: int) -> HttpResponse:
    """What an ordinary learner, their company and colleagues would get, and on which day."""
    cohort = cohort_or_404(request, pk)
    moments = milestones_of(cohort)
    reader = request.GET.get("reader", "")
    expected = rehearse(moments)
    if reader in READERS:
        expected = [one for one in expected if one.rule.to in READERS[reader]]
    context = {
        "cohort": cohort,
        "moments": moments,
        "months": by_month(expected),
        "count": sum(one.is_on for one in expected),
        "reader": reader,
        "depending": depending(),
        "pause": current(cohort),
        "back_url": cohort_home(request.user, cohort),
    }
    title = gettext("The reminders of %(code)s") % {"code": cohort.code}
    return staff_frame(request, "cohorts/staff/reminder_plan.html", title, context)


def by_month(expected: Iterable[Expected]) -> list[tuple[date, list[tuple[Expected, str]]]]:
    """(first of the month, (reminder, its moment in words))."""
    months = groupby(expected, key=lambda one: one.on.replace(day=1))
    return [(month, [(one, in_words(one.offset)) for one in found]) for month, found in months]
