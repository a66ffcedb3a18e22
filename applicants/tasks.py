from datetime import datetime

from celery import shared_task

from applicants.public import drafts
from applicants.workflow import cascade, interest, no_shows
from applicants.workflow.expiring import expire_offers
from applicants.workflow.referring import lapse_unanswered
from applicants.workflow.surplus import take_back_surplus
from applicants.workflow.telling import tell_taken_back
from becode.core import clock


@shared_task(name="applicants.expire_offers")
def end_offers() -> None:
    """End what is over, take back what cannot be kept, offer what became free."""
    at = clock.now()
    expire_offers(at=at)
    take_back_surplus(at=at)
    _follow_up(at=at)


@shared_task(name="applicants.offer_free_seats")
def offer_free_seats() -> None:
    """Offer what became free, tell whose offer went; harmless twice, or twice at a time."""
    _follow_up(at=clock.now())


def _follow_up(*, at: datetime) -> None:
    cascade.offer_free_seats(at=at)
    tell_taken_back(at=at)


@shared_task(name="applicants.forget_drafts")
def forget_drafts() -> None:
    drafts.forget_untouched(at=clock.now())


@shared_task(name="applicants.lapse_no_shows")
def lapse_no_shows() -> None:
    no_shows.lapse_no_shows(at=clock.now())


@shared_task(name="applicants.lapse_referrals")
def lapse_referrals() -> None:
    """Close referrals that nobody answered; harmless when it runs twice."""
    lapse_unanswered(at=clock.now())


@shared_task(name="applicants.ask_still_interested")
def ask_still_interested() -> None:
    """The yearly question to those who wait; harmless when it runs twice."""
    at = clock.now()
    interest.ask_still_interested(at=at)
    interest.close_unanswered(at=at)
