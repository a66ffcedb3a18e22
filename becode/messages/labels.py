from django.utils.translation import gettext_lazy as _

LABELS = {
    "message.sent_again": _("Message sent again"),
    "message.tested": _("Test of a message sent"),
    "wording.written": _("Words of a message changed"),
    "wording.restored": _("Words of a message set back to our own"),
    "pause.begun": _("Reminders paused"),
    "pause.ended": _("Pause of reminders ended"),
}
