from django.utils.translation import gettext_lazy as _

LABELS = {
    "company.created": _("Company added"),
    "company.edited": _("Details of the company changed"),
    "contact.invited": _("Contact of a company invited"),
    "contact.deactivated": _("Access of a company contact ended"),
    "contact.accepted": _("Contact of a company accepted the invitation"),
    "contact.invited_again": _("Contact of a company invited again"),
    "contact.changed": _("Rights of a company contact changed"),
    "contact.details": _("Contact of a company changed their own details"),
    "contact.left": _("Contact of a company does not work there any more"),
    "contact.handed_over": _("What waited for a company contact went to a colleague"),
}
