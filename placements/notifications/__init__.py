"""What the placements part writes to companies, learners and colleagues; a subject a module."""

from placements.notifications import contacts, follow_ups, internships, positions, proposals
from placements.notifications.contacts import ColleagueLeft, ContactInvited, ContactLeftSchool
from placements.notifications.follow_ups import FollowUpQuestion
from placements.notifications.internships import (
    InternshipEndsCompany,
    InternshipEndsLearner,
    InternshipEndsStaff,
    InternshipPlannedCompany,
    InternshipPlannedLearner,
)
from placements.notifications.positions import PositionExpires
from placements.notifications.proposals import (
    ProposalAnsweredLearner,
    ProposalAnsweredStaff,
    ProposalMade,
    ProposalTakenBack,
    ProposalUnanswered,
)

__all__ = [
    "ALL",
    "ColleagueLeft",
    "ContactInvited",
    "ContactLeftSchool",
    "FollowUpQuestion",
    "InternshipEndsCompany",
    "InternshipEndsLearner",
    "InternshipEndsStaff",
    "InternshipPlannedCompany",
    "InternshipPlannedLearner",
    "PositionExpires",
    "ProposalAnsweredLearner",
    "ProposalAnsweredStaff",
    "ProposalMade",
    "ProposalTakenBack",
    "ProposalUnanswered",
]

ALL = (
    *contacts.ALL,
    *follow_ups.ALL,
    *internships.ALL,
    *positions.ALL,
    *proposals.ALL,
)
