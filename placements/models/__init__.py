"""Partner companies, the places they offer, internships with their papers, jobs and follow-ups."""

from placements.models.agreement import (
    InternshipAgreement,
    Signature,
    SignedScan,
)
from placements.models.company import (
    Company,
    CompanyContact,
    CompanyMerge,
    CompanyNote,
    Establishment,
    FrameworkAgreement,
    FrameworkSeat,
    NotOneCompany,
)
from placements.models.internship import (
    Internship,
    InternshipAbsence,
    InternshipEvaluation,
    InternshipMonth,
    Interruption,
    Visit,
    WorkstationSheet,
)
from placements.models.job import (
    ExitForm,
    FollowUp,
    FollowUpCall,
    FurtherStudy,
    JobEvidence,
    JobPlacement,
    OutcomeExclusion,
)
from placements.models.link import (
    GuestLink,
)
from placements.models.matching import (
    InterviewSlot,
    LearnerProfile,
    Position,
    Proposal,
    ProposalRound,
    Wish,
)

__all__ = [
    "Company",
    "CompanyContact",
    "CompanyMerge",
    "CompanyNote",
    "Establishment",
    "ExitForm",
    "FollowUp",
    "FollowUpCall",
    "FrameworkAgreement",
    "FrameworkSeat",
    "FurtherStudy",
    "GuestLink",
    "Internship",
    "InternshipAbsence",
    "InternshipAgreement",
    "InternshipEvaluation",
    "InternshipMonth",
    "Interruption",
    "InterviewSlot",
    "JobEvidence",
    "JobPlacement",
    "LearnerProfile",
    "NotOneCompany",
    "OutcomeExclusion",
    "Position",
    "Proposal",
    "ProposalRound",
    "Signature",
    "SignedScan",
    "Visit",
    "Wish",
    "WorkstationSheet",
]
