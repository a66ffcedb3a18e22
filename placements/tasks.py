from celery import shared_task

from becode.core import clock
from placements.workflow import follow_ups, positions, proposals


@shared_task(name="placements.plan_follow_ups")
def plan_follow_ups() -> None:
    """Look after everybody who left: questions are planned, open proposals taken back."""
    follow_ups.plan_follow_ups()
    proposals.withdraw_of_leavers(at=clock.now())


@shared_task(name="placements.expire_positions")
def expire_positions() -> None:
    """End the positions that nobody kept open."""
    positions.expire_positions(at=clock.now())
