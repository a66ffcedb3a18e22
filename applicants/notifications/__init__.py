"""Every message of this app; the app's configuration declares them."""

from applicants.notifications import appointments, steps
from applicants.notifications.assessing import ScoresMissing
from applicants.notifications.decisions import Admitted, OnWaitlist, Rejected
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
    Admitted,
    AlreadyApplied,
    ApplicationReceived,
    appointments.AppointmentSoon,
    appointments.Booked,
    appointments.BookingCancelled,
    appointments.EarlierPlace,
    appointments.SelectionDayTomorrow,
    appointments.SlotCalledOff,
    appointments.SlotChanged,
    steps.ChallengeOpen,
    steps.Rebook,
    steps.StepBegan,
    OfferEnds,
    OfferExpired,
    OfferMade,
    OfferTakenBack,
    OnWaitlist,
    Rejected,
    ScoresMissing,
    Untreated,
    Welcome,
)
