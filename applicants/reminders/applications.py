from django.utils.translation import gettext_lazy as _

from applicants.models import Application, SeatOffer
from applicants.notifications import (
    MonthlyPlace,
    OfferEnds,
    OfferUnanswered,
    Untreated,
)
from applicants.notifications.decisions import Admitted, OnWaitlist, Rejected
from applicants.notifications.offers import OfferMade
from applicants.notifications.received import AlreadyApplied, ApplicationReceived
from becode.reminders.enums import Audience
from becode.reminders.registry import declare, declare_told
from becode.reminders.rules import Offset, Rule, ToldAtOnce

declare(
    Rule(
        key="application_untreated",
        number=2,
        title=_("An application that nobody looked at"),
        to=Audience.ADMISSIONS,
        stops=_("a colleague looked at it"),
        says=(Untreated,),
        milestone=None,
        records=lambda: Application.objects.untreated().for_lists(),
        anchor="submitted_at",
        offsets=(Offset(days=5),),
        notification=lambda application, offset: Untreated(application),
    ),
    Rule(
        key="offer_ends",
        number=10,
        title=_("An offer of a seat ends soon"),
        to=Audience.APPLICANT,
        stops=_("accepted, declined or expired"),
        says=(OfferEnds,),
        milestone=None,
        records=lambda: SeatOffer.objects.open().for_lists(),
        anchor="expires_at",
        offsets=(Offset(hours=-24), Offset(hours=-6)),
        notification=OfferEnds,
    ),
    Rule(
        key="offer_unanswered",
        number=10,
        title=_("An offer that nobody answered: please call"),
        to=Audience.ADMISSIONS,
        stops=_("answered, put off or ended"),
        says=(OfferUnanswered,),
        milestone=None,
        records=lambda: SeatOffer.objects.open().for_lists(),
        anchor="expires_at",
        offsets=(Offset(hours=-24),),
        notification=lambda offer, offset: OfferUnanswered(offer),
    ),
    # Each month but the twelfth: then comes the yearly question (applicants/workflow/interest.py).
    Rule(
        key="monthly_place",
        number=11,
        title=_("The place on the waitlist, each month"),
        to=Audience.APPLICANT,
        stops=_("a seat is offered, enrolled, off the lists"),
        says=(MonthlyPlace,),
        milestone=None,
        records=lambda: Application.objects.on_lists().for_lists(),
        anchor="interest_at",
        offsets=tuple(Offset(days=30 * month) for month in range(1, 12)),
        notification=lambda application, offset: MonthlyPlace(application),
    ),
)

declare_told(
    ToldAtOnce(
        number=2,
        title=_("We have the application"),
        to=Audience.APPLICANT,
        says=(ApplicationReceived, AlreadyApplied),
    ),
    ToldAtOnce(
        number=9,
        title=_("The decision"),
        to=Audience.APPLICANT,
        says=(Admitted, OnWaitlist, Rejected),
    ),
    ToldAtOnce(
        number=10,
        title=_("The offer of a seat"),
        to=Audience.APPLICANT,
        says=(OfferMade,),
    ),
)
