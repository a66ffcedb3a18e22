from django.utils.translation import gettext_lazy as _

LABELS = {
    "company.created": _("Company added"),
    "company.edited": _("Details of the company changed"),
    "contact.invited": _("Contact of a company invited"),
    "contact.deactivated": _("Access of a company contact ended"),
    "company.contacted": _("Spoke with a company"),
    "company.step_done": _("Next step with a company done"),
    "company.owner": _("Somebody else looks after the company"),
    "contact.moved": _("Contact works for another company now"),
    "contact.roles": _("Roles of a contact changed"),
    "establishment.added": _("Establishment added"),
    "establishment.edited": _("Establishment changed"),
    "establishment.closed": _("Establishment closed"),
    "framework.drafted": _("Framework agreement drafted"),
    "framework.edited": _("Framework agreement changed"),
    "framework.activated": _("Framework agreement in force"),
    "framework.renewed": _("Framework agreement renewed"),
    "framework.ended": _("Framework agreement ended"),
    "framework.document": _("Document of the framework agreement received"),
    "framework.seat_paid": _("Seat counted as paid by a company"),
    "framework.seat_released": _("Seat not counted as paid any more"),
}
