"""What the placements part writes to companies, learners and colleagues; a subject a module."""

from placements.notifications import contacts, follow_ups, internships, jobs, proposals
from placements.notifications.contacts import ContactInvited
from placements.notifications.follow_ups import (
    ExitFormAsked,
    ExitFormsOpen,
    FollowUpCalls,
    FollowUpQuestion,
)
from placements.notifications.internships import (
    InternshipEndsCompany,
    InternshipEndsLearner,
    InternshipEndsStaff,
    InternshipPlannedCompany,
    InternshipPlannedLearner,
)
from placements.notifications.jobs import ProofAsked, ProofAskedCompany
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
    "ExitFormAsked",
    "ExitFormsOpen",
    "FollowUpCalls",
    "FollowUpQuestion",
    "InternshipEndsCompany",
    "InternshipEndsLearner",
    "InternshipEndsStaff",
    "InternshipPlannedCompany",
    "InternshipPlannedLearner",
    "ProofAsked",
    "ProofAskedCompany",
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
    *jobs.ALL,
    *proposals.ALL,
)
