"""What becomes of a document that somebody is asked for, from missing to verified."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from becode.core.moves import Moves


class DocumentState(models.TextChoices):
    MISSING = "missing", _("Missing")
    RECEIVED = "received", pgettext_lazy("document", "Received")
    VERIFIED = "verified", _("Verified")
    REFUSED = "refused", _("Not usable")
    WAIVED = "waived", _("Not needed")


# A refused document is asked again; a new file replaces what was received or verified.
DOCUMENT_MOVES = Moves(
    {
        DocumentState.MISSING: [DocumentState.RECEIVED, DocumentState.WAIVED],
        DocumentState.RECEIVED: [
            DocumentState.RECEIVED,
            DocumentState.VERIFIED,
            DocumentState.REFUSED,
            DocumentState.WAIVED,
        ],
        DocumentState.REFUSED: [DocumentState.RECEIVED, DocumentState.WAIVED],
        DocumentState.VERIFIED: [DocumentState.RECEIVED, DocumentState.REFUSED],
        DocumentState.WAIVED: [DocumentState.MISSING, DocumentState.RECEIVED],
    }
)
# What a person still has to send.
OWED_DOCUMENT_STATES = (DocumentState.MISSING, DocumentState.REFUSED)
