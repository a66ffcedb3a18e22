from celery import shared_task

from becode.core import clock
from becode.portal.requests import answer_requests


@shared_task(name="portal.answer_link_requests")
def answer_link_requests() -> None:
    answer_requests(at=clock.now())
