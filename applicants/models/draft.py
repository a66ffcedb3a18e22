"""The form while it is being filled in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applicants.enums import HelpState
from applicants.querysets import DraftQuerySet, HelpRequestQuerySet
from becode.campuses.models import Campus
from becode.people.models import LANGUAGES


class ApplicationDraft(models.Model):
    """A form that is being filled in: its answers are encrypted, its key is in the session.

    `submitted_at` is set when it was sent, once: sending twice makes one application.
    """

    digest = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    started_at = models.DateTimeField(_("started at"))
    touched_at = models.DateTimeField(_("last changed at"), db_index=True)
    submitted_at = models.DateTimeField(_("sent at"), null=True)
    # Where reminders about the draft may go: encrypted like the answers, empty where nobody asked.
    sealed_contact = models.BinaryField(default=bytes)
    language = models.CharField(_("language"), max_length=2, default="nl")
    is_demo = models.BooleanField(default=False, editable=False)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class DraftLink(models.Model):
    """A link to go on with a draft on another device; its secret is kept as a digest only."""

    draft = models.ForeignKey(
        ApplicationDraft, models.CASCADE, related_name="links", verbose_name=_("draft")
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("valid until"))

    class Meta:
        verbose_name = _("link to a draft")
        verbose_name_plural = _("links to drafts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"link {self.pk}"


class HelpRequest(models.Model):
    """Somebody pressed "I need help" and wants to be called back."""

    name = models.CharField(_("name"), max_length=150)
    phone = models.CharField(_("phone"), max_length=20)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    question = models.TextField(_("what it is about"), blank=True, max_length=1000)
    campus = models.ForeignKey(
        Campus, models.SET_NULL, null=True, blank=True, verbose_name=_("campus")
    )
    page = models.CharField(_("asked on"), max_length=100, blank=True)
    state = models.CharField(
        _("state"), max_length=4, choices=HelpState.choices, default=HelpState.OPEN
    )
    asked_at = models.DateTimeField(_("asked at"))
    handled_at = models.DateTimeField(_("called at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="handled_help_requests",
        verbose_name=_("called by"),
    )
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["state", "asked_at"], name="help_by_state")]

    def __str__(self) -> str:
        return self.name
