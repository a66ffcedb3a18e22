"""How colleagues set the rules: each change is a version, the newest one holds."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.reminders.enums import Way


class RuleVersion(models.Model):
    """One setting of one rule. `offsets` are moments as `Offset.code` writes them ("-7d@9").

    Empty offsets mean our own; `is_on` false keeps its messages back.
    """

    rule = models.CharField(_("rule"), max_length=60)
    is_on = models.BooleanField(_("on"), default=True)
    offsets = ArrayField(models.CharField(max_length=12), verbose_name=_("when"), default=list)
    way = models.CharField(_("by"), max_length=6, choices=Way.choices, default=Way.OWN)
    note = models.CharField(_("why"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("setting of a rule")
        verbose_name_plural = _("settings of rules")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["rule", "-id"], name="rule_setting_latest")]

    def __str__(self) -> str:
        return f"{self.rule} {self.made_at:%Y-%m-%d}"
