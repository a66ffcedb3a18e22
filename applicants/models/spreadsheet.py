"""What came in by spreadsheet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applicants.models.application import Application
from applicants.querysets.spreadsheet import ImportRunQuerySet
from becode.files.models import StoredFile


class ImportedRow(models.Model):
    """A row of a spreadsheet that was taken in, known by its digest: repeating makes no doubles."""

    digest = models.CharField(max_length=64, unique=True)
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="imported_rows", verbose_name=_("application")
    )
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"row of {self.application_id}"


class ImportSource(models.Model):
    """Where spreadsheets come from, with the columns that were matched the last time."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    # Heading as it stands in the sheet → field of ours; "" for a column that is left out.
    columns = models.JSONField(_("columns"), default=dict)
    used_at = models.DateTimeField(_("last used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("source of spreadsheets")
        verbose_name_plural = _("sources of spreadsheets")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One spreadsheet on its way in: previewed first, then imported once."""

    source = models.ForeignKey(
        ImportSource, models.PROTECT, related_name="runs", verbose_name=_("source")
    )
    sheet = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="import_runs", verbose_name=_("spreadsheet")
    )
    bad_rows = models.ForeignKey(
        StoredFile,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="bad_rows_of",
        verbose_name=_("sheet of bad rows"),
    )
    counts = models.JSONField(_("counts"), default=dict)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="import_runs",
        verbose_name=_("uploaded by"),
    )
    imported_at = models.DateTimeField(_("imported at"), null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.uploaded_at:%Y-%m-%d}"
