"""Choices about positions, wishes and proposals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.moves import Moves


class PositionKind(models.TextChoices):
    INTERNSHIP = "internship", _("Internship")
    VACANCY = "vacancy", _("Job")


class PositionState(models.TextChoices):
    OPEN = "open", _("Open")
    FILLED = "filled", _("Filled")
    CLOSED = "closed", _("Closed")
    EXPIRED = "expired", _("Expired")


POSITION_MOVES = Moves(
    {
        PositionState.OPEN: [PositionState.FILLED, PositionState.CLOSED, PositionState.EXPIRED],
        PositionState.FILLED: [PositionState.OPEN, PositionState.CLOSED, PositionState.EXPIRED],
        PositionState.CLOSED: [PositionState.OPEN],
        PositionState.EXPIRED: [PositionState.OPEN, PositionState.CLOSED],
    }
)


class Province(models.TextChoices):
    """Where a learner can travel to; read from the postcode of a place."""

    BRUSSELS = "brussels", _("Brussels")
    ANTWERP = "antwerp", _("Antwerp")
    LIMBURG = "limburg", _("Limburg")
    EAST_FLANDERS = "east_flanders", _("East Flanders")
    WEST_FLANDERS = "west_flanders", _("West Flanders")
    FLEMISH_BRABANT = "flemish_brabant", _("Flemish Brabant")
    WALLOON_BRABANT = "walloon_brabant", _("Walloon Brabant")
    HAINAUT = "hainaut", _("Hainaut")
    LIEGE = "liege", _("Liège")
    LUXEMBOURG = "luxembourg", _("Luxembourg (province)")
    NAMUR = "namur", _("Namur")


class Telework(models.TextChoices):
    """What a learner wishes."""

    NONE = "none", _("I prefer to be at the company")
    SOME = "some", _("Some days at home are fine")
    MOSTLY = "mostly", _("I prefer to work at home")


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for the company")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")
    EXPIRED = "expired", _("Ended without an answer")


PROPOSAL_MOVES = Moves(
    {
        ProposalState.PROPOSED: [
            ProposalState.ACCEPTED,
            ProposalState.DECLINED,
            ProposalState.WITHDRAWN,
            ProposalState.EXPIRED,
        ],
        ProposalState.ACCEPTED: [ProposalState.WITHDRAWN],
    }
)


class ProposalDecline(models.TextChoices):
    FILLED = "filled", _("The place is taken")
    SKILLS = "skills", _("The skills do not fit our work")
    LANGUAGE = "language", _("The language does not fit our team")
    NO_MENTOR = "no_mentor", _("We have no mentor free")
    TIMING = "timing", _("The period does not suit us")
    OTHER = "other", _("Another reason")


class SlotState(models.TextChoices):
    """Of a moment that a company offers for an interview."""

    OFFERED = "offered", _("Offered")
    CHOSEN = "chosen", _("Chosen")
    DROPPED = "dropped", _("Not needed any more")


SLOT_MOVES = Moves(
    {
        SlotState.OFFERED: [SlotState.CHOSEN, SlotState.DROPPED],
        SlotState.CHOSEN: [SlotState.DROPPED],
    }
)
