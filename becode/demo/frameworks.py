"""Framework agreements of some partners of the full world: in force, over, one still a draft."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from becode.accounts.models import User
from becode.core.actors import Actor
from becode.demo.partners import Partner
from placements.workflow import framework

NUMBER = 12
# Days from today of the first and the last day, by turns; the second ends within its notice.
PERIODS = ((-400, 330), (-690, 40), (-200, 900), (-1000, -270))
PROMISED = ((4, 10, 6), (2, 6, 4), (0, 12, 8), (6, 8, 3))  # seats, interns, hires
FEES = ("0.00", "1500.00", "2500.00")


def add_frameworks(partners: Sequence[Partner], *, owner: User, at: datetime) -> int:
    """Twelve of them, spread over the cities; returns how many."""
    chosen = partners[:: max(len(partners) // NUMBER, 1)][:NUMBER]
    actor = Actor.user(owner)
    for number, partner in enumerate(chosen):
        first, last = PERIODS[number % len(PERIODS)]
        seats, interns, hires = PROMISED[number % len(PROMISED)]
        today = at.date()
        agreement = framework.draft(
            company=partner.company,
            start_on=today + timedelta(days=first),
            end_on=today + timedelta(days=last),
            actor=actor,
            at=at,
            reference=f"RO-{number + 1:02d}",
            seats=seats,
            interns=interns,
            hires=hires,
            fee_per_hire=Decimal(FEES[number % len(FEES)]),
            owner=owner,
        )
        if number == NUMBER - 1:
            continue  # talks go on
        framework.activate(agreement=agreement, actor=actor, at=at)
        if last < 0:
            ended_on = today + timedelta(days=last)
            framework.end(agreement=agreement, ended_on=ended_on, actor=actor, at=at)
    return len(chosen)
