"""Interns whose last day is near: will the company hire them?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.core import clock
from placements.company.waiting import MOST, Waiting, apart, waits_for
from placements.enums import InternshipState, JobState
from placements.models import CompanyContact, InternshipEvaluation, JobPlacement
from placements.permissions.contacts import TELL_OF_HIRES, internships_seen_by

ASKED_BEFORE = timedelta(days=21)
ASKED_AFTER = timedelta(days=30)


@waits_for(*TELL_OF_HIRES, order=50)
def _will_you_hire(contact: CompanyContact, at: datetime) -> Iterable[Waiting]:
    """From three weeks before the last day to a month after it, until they said it."""
    day = clock.local_day(at)
    said = InternshipEvaluation.objects.filter(
        internship=OuterRef("pk"), moment="end", by="mentor"
    ).exclude(would_hire="")
    hired = JobPlacement.objects.exclude(state=JobState.DISCARDED).filter(
        enrolment=OuterRef("enrolment"), company=OuterRef("company")
    )
    rows = (
        internships_seen_by(contact)
        .filter(
            state__in=[InternshipState.RUNNING, InternshipState.COMPLETED],
            end_on__lte=day + ASKED_BEFORE,
            end_on__gte=day - ASKED_AFTER,
        )
        .exclude(Exists(said))
        .exclude(Exists(hired))
        .select_related("enrolment__person")
        .order_by("end_on", "pk")
    )
    for internship in rows[:MOST]:
        words = {
            "learner": apart(internship.enrolment.person.called),
            "day": date_format(internship.end_on, "j F"),
        }
        yield Waiting(
            text=_("Will you hire %(learner)s?") % words,
            hint=(
                _("The internship ended on %(day)s.")
                if internship.end_on < day
                else _("The last day is %(day)s.")
            )
            % words,
            action=_("Tell us"),
            url=reverse("placements:company:will_hire", args=[internship.pk]),
            due_on=internship.end_on,
            is_late=internship.end_on < day,
        )
