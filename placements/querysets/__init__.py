"""The vocabulary of the placements tables; views and lists spell out no filters."""

from placements.querysets.company import (
    CompanyContactQuerySet,
    CompanyNoteQuerySet,
    CompanyQuerySet,
    FrameworkAgreementQuerySet,
    NotOneCompanyQuerySet,
)
from placements.querysets.internship import (
    InternshipAgreementQuerySet,
    InternshipEvaluationQuerySet,
    InternshipMonthQuerySet,
    InternshipQuerySet,
    SignatureQuerySet,
    SignedScanQuerySet,
    VisitQuerySet,
)
from placements.querysets.job import (
    ExitFormQuerySet,
    FollowUpQuerySet,
    FurtherStudyQuerySet,
    JobEvidenceQuerySet,
    JobPlacementQuerySet,
    OutcomeExclusionQuerySet,
)
from placements.querysets.link import (
    GuestLinkQuerySet,
)
from placements.querysets.matching import (
    InterviewSlotQuerySet,
    PositionQuerySet,
    ProposalQuerySet,
    WishQuerySet,
    consented,
)
from placements.querysets.scope import (
    AtCampus,
)

__all__ = [
    "AtCampus",
    "CompanyContactQuerySet",
    "CompanyNoteQuerySet",
    "CompanyQuerySet",
    "ExitFormQuerySet",
    "FollowUpQuerySet",
    "FrameworkAgreementQuerySet",
    "FurtherStudyQuerySet",
    "GuestLinkQuerySet",
    "InternshipAgreementQuerySet",
    "InternshipEvaluationQuerySet",
    "InternshipMonthQuerySet",
    "InternshipQuerySet",
    "InterviewSlotQuerySet",
    "JobEvidenceQuerySet",
    "JobPlacementQuerySet",
    "NotOneCompanyQuerySet",
    "OutcomeExclusionQuerySet",
    "PositionQuerySet",
    "ProposalQuerySet",
    "SignatureQuerySet",
    "SignedScanQuerySet",
    "VisitQuerySet",
    "WishQuerySet",
    "consented",
]
