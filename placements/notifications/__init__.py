"""What the placements part writes to companies, learners and colleagues; a subject a module."""

from placements.notifications import (
    agreeing,
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
    interviews,
    jobs,
    leads,
    papers,
    positions,
    proposals,
    silence,
)
from placements.notifications.contacts import ColleagueLeft, ContactInvited, ContactLeftSchool
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
    "ExitFormAsked",
    "ExitFormsOpen",
    "FollowUpCalls",
    "FollowUpQuestion",
    "InternshipEndsCompany",
    "InternshipEndsLearner",
    "InternshipEndsStaff",
    "InternshipPlannedCompany",
    "InternshipPlannedLearner",
    "PositionExpires",
    "ProofAsked",
    "ProofAskedCompany",
    "ProposalAnsweredLearner",
    "ProposalAnsweredStaff",
    "ProposalMade",
    "ProposalTakenBack",
    "ProposalUnanswered",
]

ALL = (
    *agreeing.ALL,
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
    *interviews.ALL,
    *jobs.ALL,
    *leads.ALL,
    *papers.ALL,
    *positions.ALL,
    *proposals.ALL,
    *silence.ALL,
)
