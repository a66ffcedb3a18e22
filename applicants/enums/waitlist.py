from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.moves import Moves


class EntryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ENROLLED = "enrolled", _("Has a seat")
    LEFT = "left", _("Left the list")
    CLOSED = "closed", _("Closed")


ENTRY_MOVES = Moves(
    {
        EntryState.WAITING: [EntryState.ENROLLED, EntryState.LEFT, EntryState.CLOSED],
    }
)
# A table of its own: only `waitlist.reopen_entry` leads back, for a limited time, and a seat that
# is given back before the start.
REOPEN_ENTRY_MOVES = Moves(
    {
        EntryState.ENROLLED: [EntryState.WAITING],
        EntryState.LEFT: [EntryState.WAITING],
        EntryState.CLOSED: [EntryState.WAITING],
    }
)


class EndReason(models.TextChoices):
    """Why a place on a list ended."""

    SEAT = "seat", _("Took a seat from this list")
    OTHER_SEAT = "other_seat", _("Took a seat somewhere else")
    LEFT = "left", _("The person left the list")
    DECLINED = "declined", _("Said no to a seat and left the list")
    NO_ANSWER = "no_answer", _("Did not say for a long time whether they still wait")
    NOT_INTERESTED = "not_interested", _("Is not interested any more")
    APPLICATION = "application", _("The application was closed")


# After these the person may have the old place back: it was their own doing, or their silence.
REOPENED_REASONS = (
    EndReason.LEFT,
    EndReason.DECLINED,
    EndReason.NO_ANSWER,
    EndReason.NOT_INTERESTED,
)


class Priority(models.IntegerChoices):
    """Lower goes first. Anything but normal needs a reason, which the audit keeps."""

    FIRST = 1, _("First")
    NORMAL = 5, _("Normal")
    LATER = 9, _("Later")


class PriorityReason(models.TextChoices):
    """Why somebody goes before or behind others. None of them is a trait of the person."""

    OUR_MISTAKE = "our_mistake", _("We made a mistake before")
    COHORT_CANCELLED = "cohort_cancelled", _("Their cohort was called off or changed")
    DEFERRED = "deferred", _("Had a seat and starts later, as agreed")
    MOVED = "moved", _("Moved to another campus")
    AGREEMENT = "agreement", _("Agreement with a partner or a funder")
    OWN_WISH = "own_wish", _("The person asked for it")
    NO_SHOWS = "no_shows", _("Did not come or answer several times")
    OTHER = "other", _("Another reason")


class Criterion(models.TextChoices):
    """What the order of a list may look at: see applicants/order.py.

    Facts about the application alone. A trait of the person cannot be one.
    """

    PRIORITY = "priority", _("Priority, given with a reason")
    ELIGIBLE = "eligible", _("Date of eligibility, the earliest first")
    APPLIED = "applied", _("Date of the application, the earliest first")
    JOINED = "joined", _("Date of joining the list, the earliest first")
    CHOICE = "choice", _("Rank of this campus among the choices, first choices first")
    NUMBER = "number", _("Number of the application, the lowest first")


DEFAULT_CRITERIA = (Criterion.PRIORITY, Criterion.ELIGIBLE, Criterion.NUMBER)


class AfterDecline(models.TextChoices):
    """What becomes of the place of somebody who says no to a seat."""

    ASK = "ask", _("The person chooses")
    KEEP = "keep", _("The place stays")
    LEAVE = "leave", _("The person leaves the list")


class PolicyState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    REPLACED = "replaced", _("Replaced")


POLICY_MOVES = Moves(
    {
        PolicyState.DRAFT: [PolicyState.IN_FORCE],
        PolicyState.IN_FORCE: [PolicyState.REPLACED],
    }
)


class PassReason(models.TextChoices):
    """Why a person was passed over for a cohort, though nobody stood before them."""

    MISSING = "missing", _("Something is missing: a document or a check")
    STAFF = "staff", _("A colleague decided so, and wrote why")
