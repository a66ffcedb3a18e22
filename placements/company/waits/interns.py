"""What mentors are asked: sheets, hours of a month, evaluations."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.core import clock
from placements.company.waiting import MOST, Waiting, apart, waits_for
from placements.enums import ContactRole, EvaluatedBy, InternshipState
from placements.intern_months import CONFIRMED_IN, to_confirm
from placements.models import CompanyContact, Internship, InternshipEvaluation
from placements.permissions import can_fill_sheet, can_mentor

ASKED_BEFORE = timedelta(days=7)


@waits_for(ContactRole.MENTOR, ContactRole.SIGNATORY, order=20)
def sheets(contact: CompanyContact, at: datetime) -> Iterable[Waiting]:
    """Workstation sheets that nobody filled in or signed, before the start."""
    rows = (
        Internship.objects.of_company(contact.company_id)
        .filter(state=InternshipState.PLANNED)
        .filter(Q(workstation_sheet__isnull=True) | Q(workstation_sheet__signed_at__isnull=True))
        .select_related("enrolment__person")
        .order_by("start_on", "pk")
    )
    for internship in rows[:MOST]:
        if can_fill_sheet(contact, internship):
            yield Waiting(
                text=_("Workstation sheet of %(learner)s")
                % {"learner": apart(internship.enrolment.person.called)},
                hint=_("Without it the internship cannot start."),
                action=_("Fill it in"),
                url=reverse("placements:company:workstation", args=[internship.pk]),
                due_on=internship.start_on,
                is_late=internship.start_on < clock.local_day(at),
            )


@waits_for(ContactRole.MENTOR, order=30)
def months(contact: CompanyContact, at: datetime) -> Iterable[Waiting]:
    """Hours to confirm; two queries."""
    on = clock.local_day(at)
    rows = (
        Internship.objects.of_company(contact.company_id)
        .filter(state__in=CONFIRMED_IN, end_on__gte=on - timedelta(days=370))
        .select_related("enrolment__person", "enrolment__cohort")
        .prefetch_related("months")
        .order_by("start_on", "pk")
    )
    for internship in rows[:MOST]:
        if not can_mentor(contact, internship):
            continue
        for month in to_confirm(internship, list(internship.months.all()), on=on):
            words = {
                "learner": apart(internship.enrolment.person.called),
                "month": date_format(month, "F Y"),
            }
            yield Waiting(
                text=_("Hours of %(learner)s in %(month)s") % words,
                hint=_("One tap is enough."),
                action=_("Confirm the hours"),
                url=reverse(
                    "placements:company:intern_month", args=[internship.pk, f"{month:%Y-%m}"]
                ),
                due_on=on,
            )


@waits_for(ContactRole.MENTOR, order=40)
def evaluations(contact: CompanyContact, at: datetime) -> Iterable[Waiting]:
    """From a week before the day on."""
    on = clock.local_day(at)
    rows = (
        InternshipEvaluation.objects.of_company(contact.company_id)
        .open()
        .filter(by=EvaluatedBy.MENTOR, due_on__lte=on + ASKED_BEFORE)
        .select_related("internship__enrolment__person")
        .order_by("due_on", "pk")
    )
    for one in rows[:MOST]:
        if can_mentor(contact, one.internship):
            yield Waiting(
                text=_("How is %(learner)s doing?")
                % {"learner": apart(one.internship.enrolment.person.called)},
                hint=one.get_moment_display(),
                action=_("Fill it in"),
                url=reverse("placements:company:intern_evaluation", args=[one.pk]),
                due_on=one.due_on,
                is_late=one.due_on < on,
            )
