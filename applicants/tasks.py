from celery import shared_task

from applicants.public import drafts
from applicants.workflow import no_shows
from applicants.workflow.offers import expire_offers, take_back_surplus
from applicants.workflow.referring import lapse_unanswered
from becode.core import clock


@shared_task(name="applicants.expire_offers")
def end_offers() -> None:
    """End what is over and take back what cannot be kept; harmless when it runs twice."""
    at = clock.now()
    expire_offers(at=at)
    take_back_surplus(at=at)


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
