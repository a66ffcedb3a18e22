from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")


class MessageState(models.TextChoices):
    """Where a message is. Every due row ends sent, failed, cancelled or suppressed."""

    PENDING = "pending", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    CANCELLED = "cancelled", _("No longer needed")
    SUPPRESSED = "suppressed", _("Kept back on purpose")


OPEN_STATES = (MessageState.PENDING, MessageState.SENDING)
FINAL_STATES = (
    MessageState.SENT,
    MessageState.FAILED,
    MessageState.CANCELLED,
    MessageState.SUPPRESSED,
)
