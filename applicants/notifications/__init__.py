"""Every message of this app; the app's configuration declares them."""

from applicants.notifications import appointments, steps
from applicants.notifications.assessing import ScoresMissing
from applicants.notifications.confirming import PleaseConfirm
from applicants.notifications.decisions import Admitted, OnWaitlist, Rejected
from applicants.notifications.documents import (
    DocumentAsked,
    DocumentMissing,
    DocumentOverdue,
    DocumentRefused,
)
from applicants.notifications.drafts import DraftLinkAsked, DraftWaits
from applicants.notifications.moves import BackOnWaitlist, Moved, NeverCame
from applicants.notifications.offers import (
    MoreTimeGiven,
    NoMoreTime,
    OfferEnds,
    OfferExpired,
    OfferMade,
    OfferTakenBack,
    Welcome,
)
from applicants.notifications.outreach import ApplyHere
from applicants.notifications.received import AlreadyApplied, ApplicationReceived
from applicants.notifications.referrals import ReferralQuestion, ReferrerInvited
from applicants.notifications.staff import OfferUnanswered, Untreated
from applicants.notifications.waiting import MonthlyPlace, PlaceClosed, StillInterested

ALL = (
    Admitted,
    AlreadyApplied,
    ApplicationReceived,
    appointments.AppointmentSoon,
    appointments.AppointmentToday,
    appointments.Booked,
    appointments.BookingCancelled,
    appointments.EarlierPlace,
    appointments.SelectionDayTomorrow,
    appointments.SlotCalledOff,
    appointments.SlotChanged,
    steps.ChallengeOpen,
    steps.Rebook,
    steps.StepBegan,
    DocumentAsked,
    DocumentMissing,
    DocumentOverdue,
    DocumentRefused,
    DraftLinkAsked,
    DraftWaits,
    ApplyHere,
    MonthlyPlace,
    BackOnWaitlist,
    MoreTimeGiven,
    Moved,
    NeverCame,
    NoMoreTime,
    OfferEnds,
    OfferExpired,
    OfferMade,
    OfferTakenBack,
    OfferUnanswered,
    OnWaitlist,
    PlaceClosed,
    PleaseConfirm,
    ReferralQuestion,
    ReferrerInvited,
    Rejected,
    ScoresMissing,
    StillInterested,
    Untreated,
    Welcome,
)
