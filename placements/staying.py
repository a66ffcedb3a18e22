"""What keeps a learner in the cohort: an internship, or a proposal that hangs on the seat."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cohorts.models import Enrolment
from cohorts.seat_endings import objects_to_moving
from placements.models import Internship, Proposal


@objects_to_moving
def _has_a_company(enrolment: Enrolment) -> str | Promise | None:
    if Internship.objects.current().filter(enrolment=enrolment).exists():
        return _("This person has an internship. Cancel it first.")
    if Proposal.objects.live().filter(enrolment=enrolment).exists():
        return _("This person is proposed to a company. Take the proposal back first.")
    return None
