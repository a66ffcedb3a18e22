"""How colleagues set the rules: each change is a version, the newest one holds."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.versions import Version
from becode.reminders.enums import Way


class RuleVersion(Version):
    """One setting of one rule. `offsets` are moments as `Offset.code` writes them ("-7d@9").

    Empty offsets mean our own; `is_on` false keeps its messages back.
    """

    rule = models.CharField(_("rule"), max_length=60)
    is_on = models.BooleanField(_("on"), default=True)
    offsets = ArrayField(models.CharField(max_length=12), verbose_name=_("when"), default=list)
    way = models.CharField(_("by"), max_length=6, choices=Way.choices, default=Way.OWN)
    note = models.CharField(_("why"), max_length=200, blank=True)

    class Meta(Version.Meta):
        verbose_name = _("setting of a rule")
        verbose_name_plural = _("settings of rules")
        indexes = [models.Index(fields=["rule", "-id"], name="rule_setting_latest")]

    def __str__(self) -> str:
        return f"{self.rule} {self.made_at:%Y-%m-%d}"
