from django.utils.translation import gettext_lazy as _

LABELS = {
    "message.sent_again": _("Message sent again"),
}
