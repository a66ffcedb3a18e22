from django.utils.translation import gettext_lazy as _

LABELS = {
    "person.created": _("First contact recorded"),
    "person.corrected": _("Details corrected"),
    "person.merged": _("Two records merged"),
    "person.unmerged": _("Merge undone"),
    "person.not_same": _("Found to be another person than a similar record"),
    "contact.noted": _("Contact noted"),
    "contact.next_done": _("What was to be done is done"),
    "consent.given": _("Consent given"),
    "consent.withdrawn": _("Consent withdrawn"),
    "vault.written": _("Sensitive answer kept in the vault"),
    "vault.read": _("Sensitive answer read"),
    "vault.erased": _("Sensitive answer erased"),
}
