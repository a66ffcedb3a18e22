from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.people.models import Person


class AccessLink(models.Model):
    """A link to one person's own pages: its secret is kept as a digest only, and it expires.

    `code_digest` is of the short code that may be typed instead, for one contact point.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="access_links", verbose_name=_("person")
    )
    digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    contact_key = models.CharField(max_length=254, blank=True)
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("valid until"))
    first_used_at = models.DateTimeField(_("first used at"), null=True)

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ["pk"]
        indexes = [models.Index(fields=["contact_key", "code_expires_at"], name="link_by_contact")]

    def __str__(self) -> str:
        return f"link {self.pk}"


class LinkRequest(models.Model):
    """Somebody asked for a link: what they typed, encrypted, until the answer is written.

    The page that takes it never looks whether we know them, so its answer cannot tell.
    """

    sealed = models.BinaryField()
    asked_at = models.DateTimeField(_("asked at"))

    class Meta:
        verbose_name = _("request for a link")
        verbose_name_plural = _("requests for a link")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"request {self.pk}"


class SignOut(models.Model):
    """When a person last signed out: it ends the sessions they had on every device."""

    person = models.OneToOneField(
        Person,
        models.CASCADE,
        primary_key=True,
        related_name="sign_out",
        verbose_name=_("person"),
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("sign-out")
        verbose_name_plural = _("sign-outs")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"sign-out of {self.person_id}"
