"""The guard of the seats: a row lock, a counter that cannot pass its limit, a constraint.

Every verb that gives or takes back a seat comes through here, so that a test can take the guard
away and see the seats oversold.
"""

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from becode.core.moves import IllegalMove
from cohorts.enums import CohortState
from cohorts.models import Cohort

# A running cohort takes who joins late, while its last day to offer seats allows it.
OPEN_STATES = (CohortState.PLANNED, CohortState.RUNNING)


class NoSeat(IllegalMove):
    """All seats are taken."""

    sentence = _("The last seat is just taken. You keep your place on the list.")


def lock_cohort(pk: int) -> Cohort:
    """The cohort, held until the end of the transaction.

    Lock order of the whole product: person, cohort, offer, application. The lock leaves room
    for rows that only point at the cohort.
    """
    return Cohort.objects.select_for_update(no_key=True).get(pk=pk)


def lock_cohorts(*keys: int) -> dict[int, Cohort]:
    """Several cohorts, held in one order: two people may change places with each other."""
    cohorts = Cohort.objects.filter(pk__in=keys).order_by("pk")
    return {cohort.pk: cohort for cohort in cohorts.select_for_update(no_key=True)}


def claim_seat(cohort: Cohort) -> None:
    """Count one seat more in one statement; raises NoSeat when there is none.

    A seat that was not on offer is from then on: what becomes free again goes to the next.
    """
    free = Cohort.objects.filter(pk=cohort.pk, state__in=OPEN_STATES, seats_taken__lt=F("seats"))
    taken = F("seats_taken") + 1
    changes = {"seats_taken": taken, "seats_on_offer": Greatest(F("seats_on_offer"), taken)}
    if free.update(**changes) != 1:
        raise NoSeat
    cohort.refresh_from_db(fields=["seats_taken", "seats_on_offer"])


def return_seat(cohort: Cohort) -> None:
    """Count one seat less."""
    Cohort.objects.filter(pk=cohort.pk, seats_taken__gt=0).update(seats_taken=F("seats_taken") - 1)
    cohort.refresh_from_db(fields=["seats_taken"])


def put_on_offer(cohort: Cohort, number: int) -> None:
    """Set how many seats are on offer, those taken included; the caller holds the cohort."""
    if cohort.seats_on_offer != number:
        Cohort.objects.filter(pk=cohort.pk).update(seats_on_offer=number)
        cohort.seats_on_offer = number
