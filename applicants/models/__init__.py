"""Outreach, applications, selection, the waitlists and the seats offered."""

from applicants.models.application import Application, CampusChoice
from applicants.models.document import ApplicationDocument
from applicants.models.draft import ApplicationDraft, DraftLink, HelpRequest
from applicants.models.interest import InterestEntry, WaitingLink
from applicants.models.offer import SeatOffer
from applicants.models.outreach import (
    OutreachActivity,
    OutreachContact,
    PartnerContact,
    ReferralPartner,
    Touch,
)
from applicants.models.question import Answer, Question, QuestionVersion
from applicants.models.referral import Referral
from applicants.models.selection import (
    CRITERIA,
    Assessment,
    EligibilityCheck,
    EligibilityRule,
    SelectionStep,
    StepProgress,
)
from applicants.models.slot import Booking, EarlierPlaceAlert, Slot
from applicants.models.spreadsheet import ImportedRow, ImportRun, ImportSource
from applicants.models.waitlist import ListPolicy, PassOver, WaitlistEntry

__all__ = [
    "CRITERIA",
    "Answer",
    "Application",
    "ApplicationDocument",
    "ApplicationDraft",
    "Assessment",
    "Booking",
    "CampusChoice",
    "DraftLink",
    "EarlierPlaceAlert",
    "EligibilityCheck",
    "EligibilityRule",
    "HelpRequest",
    "ImportRun",
    "ImportSource",
    "ImportedRow",
    "InterestEntry",
    "ListPolicy",
    "OutreachActivity",
    "OutreachContact",
    "PartnerContact",
    "PassOver",
    "Question",
    "QuestionVersion",
    "Referral",
    "ReferralPartner",
    "SeatOffer",
    "SelectionStep",
    "Slot",
    "StepProgress",
    "Touch",
    "WaitingLink",
    "WaitlistEntry",
]
