"""Where the school teaches, and when it is closed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from becode.campuses.enums import Region
from becode.campuses.querysets import CampusQuerySet, ClosureQuerySet


class Campus(models.Model):
    """A place of the school in one city; its languages are those of the lessons, best first."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=80)
    city_nl = models.CharField(_("city in Dutch"), max_length=80)
    city_fr = models.CharField(_("city in French"), max_length=80)
    city_en = models.CharField(_("city in English"), max_length=80)
    region = models.CharField(_("region"), max_length=12, choices=Region.choices)
    languages = ArrayField(models.CharField(max_length=2), verbose_name=_("languages"))
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=4, blank=True)
    active_from = models.DateField(_("open from"), null=True, blank=True)
    active_to = models.DateField(_("open until"), null=True, blank=True)

    objects = CampusQuerySet.as_manager()

    class Meta:
        verbose_name = _("campus")
        verbose_name_plural = _("campuses")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        """The name; one that is the city's is said in the reader's language."""
        if self.name not in (self.city_nl, self.city_fr, self.city_en):
            return self.name
        return self.city((get_language() or "en")[:2])

    def city(self, language: str) -> str:
        """The city's name in nl, fr or en."""
        return {"nl": self.city_nl, "fr": self.city_fr}.get(language, self.city_en)


class Closure(models.Model):
    """Days without training at one campus, or at all of them when `campus` is empty.

    Public holidays are not listed here: they are no training days anyway.
    """

    campus = models.ForeignKey(
        Campus, models.CASCADE, null=True, blank=True, verbose_name=_("campus")
    )
    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=120)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["start_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_on__gte=models.F("start_on")),
                name="closure_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} ({self.start_on}–{self.end_on})"
