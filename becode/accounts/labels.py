from django.utils.translation import gettext_lazy as _

LABELS = {
    "account.created": _("Account made"),
    "account.invited_again": _("Invitation sent again"),
    "account.changed": _("Account details changed"),
    "account.email_changed": _("Sign-in address of the account changed"),
    "account.roles_changed": _("Roles or campuses changed"),
    "account.deactivated": _("Account closed"),
    "account.reactivated": _("Account opened again"),
    "account.signed_in": _("Signed in"),
    "account.signed_out": _("Signed out everywhere"),
}
