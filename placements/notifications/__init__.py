"""What the placements part writes to companies, learners and colleagues; a subject a module."""

from placements.notifications import (
    agreeing,
    contacts,
    follow_ups,
    internships,
    interviews,
    leads,
    proposals,
    silence,
)
from placements.notifications.contacts import ContactInvited
from placements.notifications.follow_ups import FollowUpQuestion
from placements.notifications.internships import (
    InternshipEndsCompany,
    InternshipEndsLearner,
    InternshipEndsStaff,
    InternshipPlannedCompany,
    InternshipPlannedLearner,
)
from placements.notifications.proposals import (
    ProposalAnsweredLearner,
    ProposalAnsweredStaff,
    ProposalMade,
    ProposalTakenBack,
    ProposalUnanswered,
)

__all__ = [
    "ALL",
    "ContactInvited",
    "FollowUpQuestion",
    "InternshipEndsCompany",
    "InternshipEndsLearner",
    "InternshipEndsStaff",
    "InternshipPlannedCompany",
    "InternshipPlannedLearner",
    "ProposalAnsweredLearner",
    "ProposalAnsweredStaff",
    "ProposalMade",
    "ProposalTakenBack",
    "ProposalUnanswered",
]

ALL = (
    *agreeing.ALL,
    *contacts.ALL,
    *follow_ups.ALL,
    *internships.ALL,
    *interviews.ALL,
    *leads.ALL,
    *proposals.ALL,
    *silence.ALL,
)
