from celery import shared_task

from becode.core import clock
from placements.workflow import follow_ups, proposals, silence


@shared_task(name="placements.plan_follow_ups")
def plan_follow_ups() -> None:
    """Look after everybody who left: questions are planned, open proposals taken back."""
    follow_ups.plan_follow_ups()
    proposals.withdraw_of_leavers(at=clock.now())


@shared_task(name="placements.end_silent_proposals")
def end_silent_proposals() -> None:
    """Proposals that a company left without an answer end, with a word for each side."""
    silence.end_silent(at=clock.now())
