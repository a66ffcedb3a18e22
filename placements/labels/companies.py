from django.utils.translation import gettext_lazy as _

LABELS = {
    "company.created": _("Company added"),
    "company.edited": _("Details of the company changed"),
    "contact.invited": _("Contact of a company invited"),
    "contact.deactivated": _("Access of a company contact ended"),
}
