from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Promise] = {
    "partner.created": _("Referral partner added"),
    "partner.edited": _("Referral partner changed"),
    "partner.contact_added": _("Contact of a partner added"),
    "partner.contact_invited": _("Contact of a partner invited"),
    "partner.access_ended": _("Access of a partner's contact ended"),
    "activity.created": _("Outreach activity planned"),
    "activity.edited": _("Outreach activity changed"),
    "activity.held": _("Outreach activity held"),
    "activity.cancelled": _("Outreach activity cancelled"),
    "activity.planned_again": _("Outreach activity planned again"),
    "activity.sheet_kept": _("Attendance sheet attached"),
    "activity.people_met": _("People of an attendance sheet written down"),
    "referral.made": _("Person referred"),
    "referral.asked_again": _("Referred person asked again"),
    "referral.confirmed": _("Referral confirmed"),
    "referral.declined": _("Referral declined"),
    "referral.lapsed": _("Referral not answered"),
    "referral.emptied": _("Data of a referral emptied"),
}
