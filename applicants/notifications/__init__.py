"""Every message of this app; the app's configuration declares them."""

from applicants.notifications.decisions import OnWaitlist, Rejected
from applicants.notifications.offers import (
    OfferEnds,
    OfferExpired,
    OfferMade,
    OfferTakenBack,
    Welcome,
)
from applicants.notifications.outreach import ApplyHere
from applicants.notifications.received import AlreadyApplied, ApplicationReceived
from applicants.notifications.referrals import ReferralQuestion, ReferrerInvited
from applicants.notifications.staff import Untreated

ALL = (
    AlreadyApplied,
    ApplicationReceived,
    ApplyHere,
    OfferEnds,
    OfferExpired,
    OfferMade,
    OfferTakenBack,
    OnWaitlist,
    ReferralQuestion,
    ReferrerInvited,
    Rejected,
    Untreated,
    Welcome,
)
