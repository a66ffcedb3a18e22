"""Who did what to which object, when. Rows are never changed or deleted: a trigger refuses."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime


class AuditQuerySet(models.QuerySet):
    def about_person(self, *person_keys: int) -> Self:
        """All that happened to one person, whose records may be several; oldest first."""
        return self.filter(person_key__in=person_keys).order_by("at", "pk")

    def about(self, instance: models.Model) -> Self:
        """All that happened to one record, oldest first."""
        return self.filter(
            subject_type=instance._meta.label_lower, subject_key=instance.pk
        ).order_by("at", "pk")

    def since(self, moment: "datetime") -> Self:
        return self.filter(at__gte=moment)


class AuditEntry(models.Model):
    """One act. Holds labels, states, reason codes and plain keys: never names or free text."""

    at = models.DateTimeField(_("at"))
    label = models.CharField(_("what"), max_length=60)
    actor_kind = models.CharField(_("kind of actor"), max_length=8)
    actor_key = models.BigIntegerField(_("actor"), null=True)
    subject_type = models.CharField(_("kind of record"), max_length=60)
    subject_key = models.BigIntegerField(_("record"))
    person_key = models.BigIntegerField(_("person"), null=True)
    old_state = models.CharField(_("from"), max_length=20, blank=True)
    new_state = models.CharField(_("to"), max_length=20, blank=True)
    reason_code = models.CharField(_("reason"), max_length=40, blank=True)
    keys = models.JSONField(default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["person_key", "at"], name="audit_by_person"),
            models.Index(fields=["subject_type", "subject_key", "at"], name="audit_by_subject"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.subject_type} {self.subject_key}"
