from applicants.models import Application, SeatOffer
from applicants.notifications import OfferEnds, Untreated
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
)
