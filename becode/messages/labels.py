from django.utils.translation import gettext_lazy as _

LABELS = {
    "message.sent_again": _("Message sent again"),
    "message.other_way": _("Message sent by another way, as it did not arrive"),
    "message.came_back": _("Message came back"),
    "contact_point.failed": _("An address or number does not work"),
    "contact_point.works": _("An address or number works again"),
    "messages.preferred": _("Chose how to hear from us"),
    "messages.topic_off": _("Switched off messages of a kind"),
    "messages.topic_on": _("Switched on messages of a kind"),
    "message.tested": _("Test of a message sent"),
    "wording.written": _("Words of a message changed"),
    "wording.restored": _("Words of a message set back to our own"),
    "pause.begun": _("Reminders paused"),
    "pause.ended": _("Pause of reminders ended"),
}
