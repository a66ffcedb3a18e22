from django.utils.translation import gettext_lazy as _

LABELS = {
    "person.created": _("First contact recorded"),
    "person.corrected": _("Details corrected"),
    "consent.given": _("Consent given"),
    "consent.withdrawn": _("Consent withdrawn"),
    "vault.written": _("Sensitive answer kept in the vault"),
    "vault.read": _("Sensitive answer read"),
    "vault.erased": _("Sensitive answer erased"),
}
