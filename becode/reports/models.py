"""What was reported, frozen: figures with the people behind them."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from becode.accounts.models import User


class OutcomeSnapshotQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Staff see those that keep to their campuses; without campuses of their own, all."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        if keys is None:
            return self
        return self.filter(scope__campuses__contained_by=sorted(keys))


class OutcomeSnapshot(models.Model):
    """The outcome figures of one day, frozen with their hash; they can be computed again.

    `scope` says of whom (`campus`, `track`, `cohort` keys; `start_on`, `end_on`), `figures` holds
    each figure with its definition, numerator, denominator and exclusions, `people` what was known
    of each learner behind them, by the key of the enrolment. `sha256` is of all of that.
    """

    title = models.CharField(_("title"), max_length=120)
    as_of = models.DateField(_("as of"))
    definition_version = models.CharField(_("version of the definitions"), max_length=20)
    scope = models.JSONField(_("of whom"), default=dict)
    figures = models.JSONField(_("figures"))
    people = models.JSONField(_("people"))
    sha256 = models.CharField(_("hash"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="outcome_snapshots",
        verbose_name=_("made by"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = OutcomeSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen outcome")
        verbose_name_plural = _("frozen outcomes")
        ordering = ["-made_at", "-pk"]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title
