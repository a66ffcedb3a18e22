from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.moves import Moves


class OfferState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Not answered in time")
    WITHDRAWN = "withdrawn", _("Taken back")


OFFER_MOVES = Moves(
    {
        OfferState.OPEN: [
            OfferState.ACCEPTED,
            OfferState.DECLINED,
            OfferState.EXPIRED,
            OfferState.WITHDRAWN,
        ],
    }
)


class DeclineReason(models.TextChoices):
    LATER = "later", _("I want to start later")
    OTHER_CAMPUS = "other_campus", _("I want another campus")
    FOUND_JOB = "found_job", _("I found a job")
    OTHER_TRAINING = "other_training", _("I chose another training")
    NOT_NOW = "not_now", _("It is not possible for me now")
    OTHER = "other", _("Another reason")


class OfferCause(models.TextChoices):
    """How an offer came about."""

    SINGLE = "single", _("One by one")
    ROUND = "round", _("In a round")
    CASCADE = "cascade", _("A seat became free")


class MoreTime(models.TextChoices):
    """What became of a wish for more time to answer."""

    ASKED = "asked", _("Asked for more time")
    GRANTED = "granted", _("More time given")
    REFUSED = "refused", _("No more time")


class TakenBack(models.TextChoices):
    """Why an open offer was taken back."""

    COHORT_FULL = "cohort_full", _("All seats were taken")
    FEWER_SEATS = "fewer_seats", _("There are fewer seats")
    NOT_PLANNED = "not_planned", _("The cohort started or was called off")
    OTHER_SEAT = "other_seat", _("Took a seat somewhere else")
    LEFT_LIST = "left_list", _("The person left the list")
    APPLICATION_CLOSED = "application_closed", _("The application was closed")
    STAFF = "staff", _("A colleague took it back")


# Of these the person is told: it was not their own doing.
TOLD_WHEN_TAKEN_BACK = (
    TakenBack.COHORT_FULL,
    TakenBack.FEWER_SEATS,
    TakenBack.NOT_PLANNED,
    TakenBack.STAFF,
)
