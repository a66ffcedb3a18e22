"""Documents that an application asks for, from missing to verified."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applicants.enums import (
    DocumentKind,
)
from applicants.models.application import Application
from applicants.querysets import DocumentQuerySet
from becode.files.enums import DocumentState
from becode.files.models import StoredFile


@pghistory.track()
class ApplicationDocument(models.Model):
    """One document of one application: asked for at `requested_at`, sent, looked at, or waived."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="documents", verbose_name=_("application")
    )
    kind = models.CharField(_("document"), max_length=16, choices=DocumentKind.choices)
    title = models.CharField(_("which one"), max_length=120, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=DocumentState.choices, default=DocumentState.MISSING
    )
    requested_at = models.DateTimeField(_("asked at"))
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="application_documents",
        verbose_name=_("file"),
    )
    received_at = models.DateTimeField(_("received at"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    checked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="checked_documents",
        verbose_name=_("looked at by"),
    )
    remark = models.CharField(_("remark for the person"), max_length=300, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["application", "requested_at", "pk"]
        indexes = [models.Index(fields=["state", "requested_at"], name="document_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind", "title"], name="document_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["missing", "waived"]) | Q(received_at__isnull=False),
                name="received_document_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()
