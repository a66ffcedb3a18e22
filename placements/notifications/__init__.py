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
    jobs,
    papers,
    proposals,
)
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
    *jobs.ALL,
    *proposals.ALL,
)
