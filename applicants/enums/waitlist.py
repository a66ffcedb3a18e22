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


class Priority(models.IntegerChoices):
    """Lower goes first. Anything but normal needs a reason, which the audit keeps."""

    FIRST = 1, _("First")
    NORMAL = 5, _("Normal")
    LATER = 9, _("Later")
