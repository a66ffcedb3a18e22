"""The vocabulary of this app's queries."""

from applicants.querysets.application import ApplicationQuerySet, InterestEntryQuerySet
from applicants.querysets.form import (
    DocumentQuerySet,
    DraftQuerySet,
    HelpRequestQuerySet,
    QuestionQuerySet,
)
from applicants.querysets.interest import WaitingLinkQuerySet
from applicants.querysets.offer import SeatOfferQuerySet
from applicants.querysets.outreach import (
    OutreachActivityQuerySet,
    OutreachContactQuerySet,
    PartnerContactQuerySet,
    ReferralPartnerQuerySet,
    ReferralQuerySet,
)
from applicants.querysets.selection import (
    AssessmentQuerySet,
    BookingQuerySet,
    EarlierPlaceAlertQuerySet,
    EligibilityCheckQuerySet,
    EligibilityRuleQuerySet,
    SelectionStepQuerySet,
    SlotQuerySet,
    StepProgressQuerySet,
)
from applicants.querysets.spreadsheet import ImportRunQuerySet
from applicants.querysets.waitlist import (
    ListPolicyQuerySet,
    PassOverQuerySet,
    WaitlistEntryQuerySet,
)

__all__ = [
    "ApplicationQuerySet",
    "AssessmentQuerySet",
    "BookingQuerySet",
    "DocumentQuerySet",
    "DraftQuerySet",
    "EarlierPlaceAlertQuerySet",
    "EligibilityCheckQuerySet",
    "EligibilityRuleQuerySet",
    "HelpRequestQuerySet",
    "ImportRunQuerySet",
    "InterestEntryQuerySet",
    "ListPolicyQuerySet",
    "OutreachActivityQuerySet",
    "OutreachContactQuerySet",
    "PartnerContactQuerySet",
    "PassOverQuerySet",
    "QuestionQuerySet",
    "ReferralPartnerQuerySet",
    "ReferralQuerySet",
    "SeatOfferQuerySet",
    "SelectionStepQuerySet",
    "SlotQuerySet",
    "StepProgressQuerySet",
    "WaitingLinkQuerySet",
    "WaitlistEntryQuerySet",
]
