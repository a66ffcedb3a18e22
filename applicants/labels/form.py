from django.utils.translation import gettext_lazy as _

LABELS = {
    "application.confirmed": _("Confirmed by the person"),
    "application.disowned": _("The person did not want this application"),
    "draft.link_sent": _("Link to a saved form sent"),
    "draft.resumed": _("Saved form opened by its link"),
    "help.asked": _("Asked to be called"),
    "help.done": _("Called back"),
    "help.again": _("To be called again"),
    "document.requested": _("Document asked for"),
    "document.received": _("Document received"),
    "document.verified": _("Document verified"),
    "document.refused": _("Document not usable"),
    "document.waived": _("Document not needed"),
    "document.asked_again": _("Document asked for again"),
    "question.added": _("Question added"),
    "question.changed": _("New version of a question"),
    "question.switched_on": _("Question asked again"),
    "question.switched_off": _("Question no longer asked"),
}
