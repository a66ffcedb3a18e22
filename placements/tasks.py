from celery import shared_task

from becode.core import clock
from placements.workflow import follow_up_plan, framework, internships, proposals


@shared_task(name="placements.plan_follow_ups")
def plan_follow_ups() -> None:
    """Look after everybody who left: forms and questions are planned, what is past is closed,
    open proposals are taken back."""
    at = clock.now()
    follow_up_plan.plan_exit_forms()
    follow_up_plan.plan_follow_ups()
    follow_up_plan.follow_exits()
    follow_up_plan.close_past(at=at)
    proposals.withdraw_of_leavers(at=at)


@shared_task(name="placements.settle_agreements")
def settle_agreements() -> None:
    """Framework agreements whose last day is past end, or renew themselves."""
    framework.settle_past(at=clock.now())


@shared_task(name="placements.start_internships")
def start_internships() -> None:
    """Start what begins today and lacks nothing, from nine o'clock on."""
    internships.start_what_is_ready(at=clock.now())
