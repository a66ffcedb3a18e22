from applicants.models import Application, SeatOffer
from applicants.notifications import MonthlyPlace, OfferEnds, OfferUnanswered, Untreated
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule

declare(
    Rule(
        key="application_untreated",
        number=2,
        records=lambda: Application.objects.untreated().for_lists(),
        anchor="submitted_at",
        offsets=(Offset(days=5),),
        notification=lambda application, offset: Untreated(application),
    ),
    Rule(
        key="offer_ends",
        number=10,
        records=lambda: SeatOffer.objects.open().for_lists(),
        anchor="expires_at",
        offsets=(Offset(hours=-24), Offset(hours=-6)),
        notification=OfferEnds,
    ),
    Rule(
        key="offer_unanswered",
        number=10,
        records=lambda: SeatOffer.objects.open().for_lists(),
        anchor="expires_at",
        offsets=(Offset(hours=-24),),
        notification=lambda offer, offset: OfferUnanswered(offer),
    ),
    # Each month but the twelfth: then comes the yearly question (applicants/workflow/interest.py).
    Rule(
        key="monthly_place",
        number=11,
        records=lambda: Application.objects.on_lists().for_lists(),
        anchor="interest_at",
        offsets=tuple(Offset(days=30 * month) for month in range(1, 12)),
        notification=lambda application, offset: MonthlyPlace(application),
    ),
)
