"""Every message of this app; the app's configuration declares them."""

from applicants.notifications.confirming import PleaseConfirm
from applicants.notifications.decisions import OnWaitlist, Rejected
from applicants.notifications.documents import (
    DocumentAsked,
    DocumentMissing,
    DocumentOverdue,
    DocumentRefused,
)
from applicants.notifications.drafts import DraftLinkAsked, DraftWaits
from applicants.notifications.offers import (
    OfferEnds,
    OfferExpired,
    OfferMade,
    OfferTakenBack,
    Welcome,
)
from applicants.notifications.received import AlreadyApplied, ApplicationReceived
from applicants.notifications.staff import Untreated

ALL = (
    AlreadyApplied,
    ApplicationReceived,
    DocumentAsked,
    DocumentMissing,
    DocumentOverdue,
    DocumentRefused,
    DraftLinkAsked,
    DraftWaits,
    OfferEnds,
    OfferExpired,
    OfferMade,
    OfferTakenBack,
    OnWaitlist,
    PleaseConfirm,
    Rejected,
    Untreated,
    Welcome,
)
