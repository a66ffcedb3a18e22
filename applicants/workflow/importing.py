"""Spreadsheets through the staff site: received, matched, tried, and imported once."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from applicants.imports.bad_rows import write_bad_rows
from applicants.imports.reading import UnreadableFile
from applicants.imports.running import Report, run
from applicants.imports.stored import rows_of
from applicants.models import ImportRun, ImportSource
from becode.accounts.models import User
from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.clock import local_day
from becode.core.moves import IllegalMove, Stale
from becode.files.models import StoredFile
from becode.files.store import SPREADSHEETS, keep
from cohorts.models import Track

# What one request can do in a few seconds; the command takes more.
MOST_ROWS = 2_000


@transaction.atomic
def receive_sheet(*, source_name: str, upload: UploadedFile, by: User, at: datetime) -> ImportRun:
    """Keep a sheet under the name of its source; raises Unusable for what is no spreadsheet."""
    sheet = keep(upload, at=at, allowed=SPREADSHEETS)
    source = ImportSource.objects.filter(name__iexact=source_name).first()
    if source is None:
        source = ImportSource.objects.create(name=source_name)
    made = ImportRun.objects.create(source=source, sheet=sheet, uploaded_at=at, uploaded_by=by)
    record("import.received", subject=made, actor=Actor.user(by), at=at)
    return made


@transaction.atomic
def match_columns(
    *, sheet: ImportRun, columns: Mapping[str, str], actor: Actor, at: datetime
) -> None:
    """Remember for a source which heading is which field; "" leaves a column out."""
    source = ImportSource.objects.select_for_update().get(pk=sheet.source_id)
    known = source.columns
    if dict(columns).items() <= known.items():
        return
    source.columns = {**known, **columns}
    source.save(update_fields=["columns"])
    sheet.source = source
    record("import.matched", subject=sheet, actor=actor, at=at)


def try_sheet(*, sheet: ImportRun, by: User, at: datetime) -> Report:
    """What an import would do, all of it undone. Raises IllegalMove."""
    return _run(sheet, by=by, at=at, dry_run=True)


@transaction.atomic
def import_sheet(*, sheet: ImportRun, by: User, at: datetime) -> Report:
    """Import the good rows, once, and keep the bad ones as a sheet.

    Raises IllegalMove for a sheet that cannot be read, Stale for one that was imported.
    """
    claimed = ImportRun.objects.filter(pk=sheet.pk, imported_at=None).update(imported_at=at)
    if claimed != 1:
        raise Stale(_("This sheet was imported already."))
    report = _run(sheet, by=by, at=at, dry_run=False)
    sheet.imported_at = at
    sheet.counts = report.counts()
    sheet.bad_rows = _bad_rows(report, at=at)
    sheet.save(update_fields=["counts", "bad_rows"])
    ImportSource.objects.filter(pk=sheet.source_id).update(used_at=at)
    record("import.finished", subject=sheet, actor=Actor.user(by), at=at, keys={**report.counts()})
    return report


def usual_track(at: datetime) -> Track | None:
    """The track of rows that name none: the one most campuses teach."""
    return Track.objects.open_on(local_day(at)).most_taught_first().first()


def _run(sheet: ImportRun, *, by: User, at: datetime, dry_run: bool) -> Report:
    try:
        rows = rows_of(sheet)
    except UnreadableFile as error:
        raise IllegalMove(str(error)) from error
    except FileNotFoundError as error:
        raise IllegalMove(_("The file is gone. Please send it again.")) from error
    if len(rows) > MOST_ROWS:
        raise IllegalMove(
            _(
                "This sheet has %(rows)s rows. Here we take at most %(most)s at once: divide "
                "it, or ask your administrator to use the command import_applicants."
            )
            % {"rows": len(rows), "most": MOST_ROWS}
        )
    track = usual_track(at)
    if track is None:
        raise IllegalMove(_("There is no such track. Add one in the staff site first."))
    return run(
        rows,
        track=track,
        actor=Actor.user(by),
        at=at,
        dry_run=dry_run,
        campus_keys=by.campus_keys(),
    )


def _bad_rows(report: Report, *, at: datetime) -> StoredFile | None:
    bad = report.bad()
    if not bad:
        return None
    with TemporaryDirectory() as folder:
        path = write_bad_rows(bad, Path(folder) / "bad-rows.xlsx")
        file = ContentFile(path.read_bytes(), name=_("Bad rows") + ".xlsx")
    return keep(file, at=at, allowed=SPREADSHEETS)
