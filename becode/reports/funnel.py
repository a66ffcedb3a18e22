"""Where everybody is now: how many applications, waiting people, learners and graduates."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applicants.enums import ApplicationState, EntryState, OfferState
from applicants.models import Application, SeatOffer, WaitlistEntry
from becode.accounts.models import User
from cohorts.enums import CohortState, EnrolmentState
from cohorts.models import Cohort, Enrolment
from placements.enums import PositionState
from placements.models import Position


@dataclass(frozen=True, slots=True)
class Step:
    """One state on the way from the form to the job, with how many are there now."""

    key: str
    label: str | Promise
    count: int


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of the cohorts that are planned or run."""

    cohorts: int
    seats: int
    taken: int

    @property
    def free(self) -> int:
        return self.seats - self.taken

    @property
    def percent(self) -> int:
        return round(100 * self.taken / self.seats) if self.seats else 0


@dataclass(frozen=True, slots=True)
class Places:
    """The open positions of companies."""

    positions: int
    free: int


def steps(user: User) -> list[Step]:
    """Everybody by state, in the order of the journey; people on several lists count once."""
    applications = Application.objects.visible_to(user).aggregate(
        **_by_state(
            ApplicationState.SUBMITTED, ApplicationState.IN_SELECTION, ApplicationState.ADMITTED
        )
    )
    waiting = (
        WaitlistEntry.objects.visible_to(user)
        .filter(state=EntryState.WAITING)
        .aggregate(people=Count("application__person", distinct=True))
    )
    offers = SeatOffer.objects.visible_to(user).filter(state=OfferState.OPEN).count()
    learners = Enrolment.objects.visible_to(user).aggregate(**_by_state(*EnrolmentState))
    return [
        Step("submitted", _("Application received"), applications["submitted"]),
        Step("in_selection", _("In selection"), applications["in_selection"]),
        Step("admitted", _("Eligible"), applications["admitted"]),
        Step("waiting", _("Waiting on a list"), waiting["people"]),
        Step("offered", _("Offered a seat"), offers),
        Step("enrolled", _("Has a seat, before the start"), learners["enrolled"]),
        Step("in_training", _("In training"), learners["in_training"]),
        Step("on_internship", _("On internship"), learners["on_internship"]),
        Step("graduated", _("Graduated"), learners["graduated"]),
        Step("left", _("Left early"), learners["left"]),
    ]


def _by_state(*states: str) -> dict[str, Count]:
    return {str(state): Count("pk", filter=Q(state=state), distinct=True) for state in states}


def seats(user: User) -> Seats:
    row = (
        Cohort.objects.visible_to(user)
        .filter(state__in=[CohortState.PLANNED, CohortState.RUNNING, CohortState.INTERNSHIP])
        .aggregate(
            cohorts=Count("pk"),
            seats=Coalesce(Sum("seats"), 0),
            taken=Coalesce(Sum("seats_taken"), 0),
        )
    )
    return Seats(**row)


def places(user: User) -> Places:
    row = (
        Position.objects.visible_to(user)
        .filter(state=PositionState.OPEN)
        .aggregate(positions=Count("pk"), free=Coalesce(Sum(F("places") - F("places_taken")), 0))
    )
    return Places(**row)
