"""What keeps a learner in the cohort, and what goes along to another: profile and wishes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cohorts.models import Enrolment
from cohorts.seat_endings import goes_along, objects_to_moving
from placements.models import Internship, LearnerProfile, Proposal, Wish


@objects_to_moving
def _has_a_company(enrolment: Enrolment) -> str | Promise | None:
    if Internship.objects.current().filter(enrolment=enrolment).exists():
        return _("This person has an internship. Cancel it first.")
    if Proposal.objects.live().filter(enrolment=enrolment).exists():
        return _("This person is proposed to a company. Take the proposal back first.")
    return None


@goes_along
def _profile_and_wishes(old: Enrolment, new: Enrolment) -> None:
    LearnerProfile.objects.filter(enrolment=old).update(enrolment=new)
    Wish.objects.filter(enrolment=old).update(enrolment=new)
