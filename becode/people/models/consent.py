"""What people agreed to, and the answers that only the vault holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.people.enums import ConsentPurpose, SpecialKind
from becode.people.models.person import Person


class Consent(models.Model):
    """A permission for one purpose; withdrawn ones stay as proof."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=ConsentPurpose.choices)
    text_version = models.CharField(_("version of the text"), max_length=20)
    language = models.CharField(_("language"), max_length=2)
    channel = models.CharField(_("given through"), max_length=20)
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_live_consent_per_purpose",
            )
        ]

    def __str__(self) -> str:
        return self.purpose


class VaultEntry(models.Model):
    """An answer of a special category, encrypted. Read it through `people.vault` only."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="vault_entries", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=SpecialKind.choices)
    sealed = models.BinaryField()
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("sensitive answer")
        verbose_name_plural = _("sensitive answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_vault_entry_per_kind")
        ]

    def __str__(self) -> str:
        return self.kind
