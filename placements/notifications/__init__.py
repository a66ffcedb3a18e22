"""What the placements part writes to companies, learners and colleagues."""

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

ALL = (
    ContactInvited,
    FollowUpQuestion,
    InternshipEndsCompany,
    InternshipEndsLearner,
    InternshipEndsStaff,
    InternshipPlannedCompany,
    InternshipPlannedLearner,
    ProposalAnsweredLearner,
    ProposalAnsweredStaff,
    ProposalMade,
    ProposalTakenBack,
    ProposalUnanswered,
)
