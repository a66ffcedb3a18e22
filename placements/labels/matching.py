from django.utils.translation import gettext_lazy as _

LABELS = {
    "position.posted": _("Position offered"),
    "position.edited": _("Position changed"),
    "position.filled": _("All places of the position are taken"),
    "position.closed": _("Position closed"),
    "position.reopened": _("Position open again"),
    "position.renewed": _("Position kept open"),
    "position.expired": _("Position ended: nobody renewed it"),
    "proposal.made": _("Proposed to a company"),
    "proposal.accepted": _("Company said yes"),
    "proposal.declined": _("Company said no"),
    "proposal.withdrawn": _("Proposal taken back"),
}
