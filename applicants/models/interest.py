"""Those who are too young to apply yet; the links that ask whether somebody still waits."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from applicants.models.application import Application
from applicants.querysets import InterestEntryQuerySet, WaitingLinkQuerySet
from becode.campuses.models import Campus


class InterestEntry(models.Model):
    """Somebody under 18 who may apply later, with a parent's contact. docs/domain.md."""

    first_name = models.CharField(_("first name"), max_length=100)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"))
    parent_contact = models.CharField(_("e-mail or phone of a parent"), max_length=254)
    campus = models.ForeignKey(
        Campus, models.SET_NULL, null=True, blank=True, verbose_name=_("campus")
    )
    language = models.CharField(_("language"), max_length=2)
    created_at = models.DateTimeField(_("since"))
    is_demo = models.BooleanField(default=False, editable=False)

    objects = InterestEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("person on the interest list")
        verbose_name_plural = _("interest list (under 18)")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.first_name


class WaitingLink(models.Model):
    """A link that lets a person say, without signing in, whether they still wait.

    Only the digest of its secret is kept. All links of a person work until they end: who opens
    the first letter after the third one finds the same page.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="waiting_links", verbose_name=_("application")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("valid until"))

    objects = WaitingLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to say whether one still waits")
        verbose_name_plural = _("links to say whether one still waits")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.made_at:%d/%m/%Y}"
