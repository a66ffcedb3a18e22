"""What colleagues keep of their work in the staff site: views of lists, and bulk runs to undo."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list with filters, order and columns under a name; one's own, or for all colleagues."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_views",
        verbose_name=_("owner"),
    )
    # Which list: "applicants.application", "applicants.board".
    list_key = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=1000, blank=True)
    columns = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("columns")
    )
    is_shared = models.BooleanField(_("for all colleagues"), default=False)
    # Opens for its owner when they come to the list without asking for anything.
    is_default = models.BooleanField(_("opens first"), default=False)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "list_key", "name"], name="view_named_once"),
            models.UniqueConstraint(
                fields=["owner", "list_key"],
                condition=models.Q(is_default=True),
                name="one_default_view_per_list",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BulkRun(models.Model):
    """One verb done with several records at once, with what is needed to take it back.

    `items` is a list of {"pk": …, "undo": …}; `undo` is what the verb itself wrote down.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="bulk_runs",
        verbose_name=_("colleague"),
    )
    list_key = models.CharField(max_length=60)
    verb = models.CharField(max_length=40)
    items = models.JSONField(default=list)
    done_at = models.DateTimeField(_("done at"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("bulk run")
        verbose_name_plural = _("bulk runs")
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"
