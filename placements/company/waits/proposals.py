"""Learners who were proposed and wait for a yes or a no."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from becode.core import clock
from placements.company.waiting import MOST, Waiting, apart, waits_for
from placements.enums import ContactRole
from placements.models import CompanyContact
from placements.permissions.contacts import proposals_seen_by

# Where no end was set: the day on which we remind for the second time.
ANSWERED_WITHIN = timedelta(days=7)


@waits_for(ContactRole.RECRUITER, order=10)
def _to_answer(contact: CompanyContact, at: datetime) -> Iterable[Waiting]:
    rows = proposals_seen_by(contact).unanswered().select_related("position", "enrolment__person")
    for proposal in rows.order_by("proposed_at", "pk")[:MOST]:
        end = proposal.answer_by
        due_on = clock.local_day(end or proposal.proposed_at + ANSWERED_WITHIN)
        yield Waiting(
            text=_("%(learner)s waits for your answer")
            % {"learner": apart(proposal.enrolment.person.called)},
            hint=_("Proposed for: %(position)s") % {"position": apart(proposal.position.title)},
            action=_("Read and answer"),
            url=reverse("placements:company:proposal", args=[proposal.pk]),
            due_on=due_on,
            is_late=end is not None and end < at,
        )
