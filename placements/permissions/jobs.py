"""Jobs and questions after leaving."""

from becode.accounts.models import User
from placements.models import FollowUp, JobPlacement
from placements.permissions.roles import can_place


def can_change_job(user: User, job: JobPlacement) -> bool:
    return can_place(user, job.enrolment)


def can_change_follow_up(user: User, follow_up: FollowUp) -> bool:
    return can_place(user, follow_up.enrolment)
