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


class Delivery(models.TextChoices):
    """What a provider reported after it had taken a message."""

    DELIVERED = "delivered", _("Arrived")
    BOUNCED = "bounced", _("Came back")
    COMPLAINED = "complained", _("Marked as unwanted")


class BounceKind(models.TextChoices):
    BOUNCED = "bounced", _("Came back")
    REFUSED = "refused", _("Address refused")
    COMPLAINED = "complained", _("Marked as unwanted")


class Topic(models.TextChoices):
    """What a message is for. Whoever gets it may switch off all but the first.

    Source: docs/domain.md, "Reminders".
    """

    PROGRAMME = "programme", _("What is needed for your application, training or internship")
    WAITING = "waiting", _("Your place on the waitlist, each month")
    AFTERWARDS = "afterwards", _("Questions after you left")
    DIGEST = "digest", _("What waits for you, each morning")


OPEN_STATES = (MessageState.PENDING, MessageState.SENDING)
FINAL_STATES = (
    MessageState.SENT,
    MessageState.FAILED,
    MessageState.CANCELLED,
    MessageState.SUPPRESSED,
)
