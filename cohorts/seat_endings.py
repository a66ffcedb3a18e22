"""Who follows what becomes of a seat, in the same transaction, and who may object.

Applications and internships live above this app: their apps register here, and nothing in this
app calls up.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

from django.utils.functional import Promise

from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.models import Enrolment


class SeatFollower(Protocol):
    """What an app does when somebody did not come, and when it turns out that they did.

    Both run inside the caller's transaction, which holds the person and the cohort.
    """

    def never_came(self, enrolment: Enrolment, *, actor: Actor, at: datetime) -> None: ...

    def came_after_all(self, enrolment: Enrolment, *, actor: Actor, at: datetime) -> None:
        """Raises IllegalMove where there is no way back."""
        ...


class LeavingFollower(Protocol):
    """What an app does when a learner stops, inside the transaction of the leaving."""

    def __call__(self, enrolment: Enrolment, *, on: date, actor: Actor, at: datetime) -> None: ...


Objection = Callable[[Enrolment], str | Promise | None]
_followers: list[SeatFollower] = []
_objections: list[Objection] = []
_leaving: list[LeavingFollower] = []


def follows_seats(follower: type[SeatFollower]) -> type[SeatFollower]:
    """Register a class; it is made once, without arguments."""
    _followers.append(follower())
    return follower


def objects_to_moving(objection: Objection) -> Objection:
    """Register a function that says why this learner stays in the cohort; None: may go."""
    _objections.append(objection)
    return objection


def follows_leaving(follower: LeavingFollower) -> LeavingFollower:
    """Register a function for when a learner left: an internship ends with the training."""
    _leaving.append(follower)
    return follower


def tell_left(enrolment: Enrolment, *, on: date, actor: Actor, at: datetime) -> None:
    for follower in _leaving:
        follower(enrolment, on=on, actor=actor, at=at)


def tell_never_came(enrolment: Enrolment, *, actor: Actor, at: datetime) -> None:
    for follower in _followers:
        follower.never_came(enrolment, actor=actor, at=at)


def tell_came_after_all(enrolment: Enrolment, *, actor: Actor, at: datetime) -> None:
    for follower in _followers:
        follower.came_after_all(enrolment, actor=actor, at=at)


def check_may_move(enrolment: Enrolment) -> None:
    """Raises IllegalMove with the first objection."""
    for objection in _objections:
        reason = objection(enrolment)
        if reason:
            raise IllegalMove(reason)
