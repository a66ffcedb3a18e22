from django.utils.translation import gettext_lazy as _

LABELS = {
    "agreement.made": _("Agreement made"),
    "agreement.amended": _("Amendment made"),
    "agreement.signed": _("Agreement signed by somebody"),
    "agreement.completed": _("Agreement signed by all"),
    "agreement.replaced": _("Agreement replaced by a corrected one"),
    "agreement.corrected": _("Corrected agreement made"),
    "agreement.cancelled": _("Agreement cancelled"),
    "agreement.asked_again": _("Asked again to sign"),
    "agreement.not_me": _("A link to sign was opened by somebody else"),
    "agreement.scan_received": _("Scan of an agreement received"),
    "agreement.scan_confirmed": _("Scan of an agreement looked at"),
    "agreement.scan_refused": _("Scan of an agreement not usable"),
}
