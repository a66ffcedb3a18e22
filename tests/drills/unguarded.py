"""The site with the guard of the seats taken away, as somebody in a hurry would have written it.

Look, then write: the drill shows that this oversells, or its race would prove nothing.
"""

import time

from becode.wsgi import application
from cohorts import seats
from cohorts.models import Cohort

__all__ = ["application"]


def _look(pk: int) -> Cohort:
    return Cohort.objects.get(pk=pk)


def _look_then_write(cohort: Cohort) -> None:
    if cohort.seats_taken >= cohort.seats:
        raise seats.NoSeat
    time.sleep(0.02)
    taken = Cohort.objects.values_list("seats_taken", flat=True).get(pk=cohort.pk)
    Cohort.objects.filter(pk=cohort.pk).update(seats_taken=taken + 1)


seats.lock_cohort = _look
seats.claim_seat = _look_then_write
