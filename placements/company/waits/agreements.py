"""Agreements that wait for a contact's own signature."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.core import clock
from placements.company.waiting import MOST, Waiting, apart, waits_for
from placements.models import CompanyContact, Signature


@waits_for(order=15)
def _to_sign(contact: CompanyContact, at: datetime) -> Iterable[Waiting]:
    """Whoever is named as signatory, whatever their rights are now; one query."""
    rows = Signature.objects.missing().filter(contact=contact)
    rows = rows.select_related("agreement__internship__enrolment__person")
    for signature in rows.order_by("agreement__internship__start_on", "pk")[:MOST]:
        internship = signature.agreement.internship
        yield Waiting(
            text=_("Sign the agreement of %(learner)s")
            % {"learner": apart(internship.enrolment.person.called)},
            hint=_("The internship starts on %(day)s.")
            % {"day": date_format(internship.start_on, "j F Y")},
            action=_("Read and sign"),
            url=reverse("placements:company:agreement", args=[signature.agreement_id]),
            due_on=internship.start_on,
            is_late=internship.start_on < clock.local_day(at),
        )
