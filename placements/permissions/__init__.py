"""Who may do what with companies, places, internships and jobs.

Staff: placement officers and campus managers change what they see; the other roles read.
A rule here never allows what `visible_to` hides.
"""

from placements.permissions.agreements import (
    can_change_agreement,
    can_check_scan,
    can_see_agreement,
    can_sign_for_school,
)
from placements.permissions.companies import (
    can_change_company,
    can_change_contact,
    can_change_framework,
)
from placements.permissions.internships import (
    FOLLOWERS,
    can_change_internship,
    can_change_visit,
    can_fill_sheet,
    can_follow_intern,
    can_mentor,
)
from placements.permissions.jobs import (
    can_change_exclusion,
    can_change_exit_form,
    can_change_follow_up,
    can_change_job,
    can_change_study,
    can_decide_exclusion,
    can_review_digital,
    can_tell_digital,
)
from placements.permissions.matching import can_change_position, can_change_proposal
from placements.permissions.roles import CHANGE_ROLES, can_place, places_learners

__all__ = [
    "CHANGE_ROLES",
    "FOLLOWERS",
    "can_change_agreement",
    "can_change_company",
    "can_change_contact",
    "can_change_exclusion",
    "can_change_exit_form",
    "can_change_follow_up",
    "can_change_framework",
    "can_change_internship",
    "can_change_job",
    "can_change_position",
    "can_change_proposal",
    "can_change_study",
    "can_change_visit",
    "can_check_scan",
    "can_decide_exclusion",
    "can_fill_sheet",
    "can_follow_intern",
    "can_mentor",
    "can_place",
    "can_review_digital",
    "can_see_agreement",
    "can_sign_for_school",
    "can_tell_digital",
    "places_learners",
]
