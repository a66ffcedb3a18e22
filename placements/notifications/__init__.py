"""What the placements part writes to companies, learners and colleagues; a subject a module."""

from placements.notifications import (
    agreements,
    contacts,
    follow_ups,
    framework,
    intern_absences,
    intern_evaluations,
    intern_months,
    internship_changes,
    internship_start,
    internships,
    papers,
    proposals,
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
    *agreements.ALL,
    *contacts.ALL,
    *follow_ups.ALL,
    *framework.ALL,
    *intern_absences.ALL,
    *intern_evaluations.ALL,
    *intern_months.ALL,
    *internship_changes.ALL,
    *internship_start.ALL,
    *internships.ALL,
    *papers.ALL,
    *proposals.ALL,
)
