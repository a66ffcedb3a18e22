"""Records that were one human, and pairs that are not."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.people.models.person import Person
from becode.people.querysets import PersonMergeQuerySet


class PersonMerge(models.Model):
    """Two records that became one, and what was moved, so that it can be undone.

    `moved` maps a model's label and column to the keys of the rows that went along
    ({"applicants.application.person": [4, 7]}); `settled` is what the apps did about rows that
    could not both stay. Holds keys and states, never names.
    """

    kept = models.ForeignKey(Person, models.CASCADE, related_name="merges", verbose_name=_("kept"))
    absorbed = models.ForeignKey(
        Person, models.CASCADE, related_name="merged_away", verbose_name=_("absorbed")
    )
    moved = models.JSONField(default=dict)
    settled = models.JSONField(default=dict)
    merged_at = models.DateTimeField(_("merged at"))
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("merged by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of people")
        verbose_name_plural = _("merges of people")
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return f"merge {self.pk}"


class NotSame(models.Model):
    """Two people whom a colleague looked at and found to be two: not suggested again."""

    one = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("one"))
    other = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("other"))
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("pair that is not one person")
        verbose_name_plural = _("pairs that are not one person")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_decided_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="pair_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
