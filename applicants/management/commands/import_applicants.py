"""Import applicants from a spreadsheet: what it believes is in docs/decisions/0004."""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from applicants.imports.bad_rows import write_bad_rows
from applicants.imports.reading import SheetRow, UnreadableFile, read_rows
from applicants.imports.running import Outcome, Report, RowResult, run
from applicants.starting import add_starting_intake
from becode.core import clock
from becode.core.actors import SYSTEM
from cohorts.models import Track
from cohorts.starting import add_starting_places


class Command(BaseCommand):
    help = (
        "Import applicants from an .xlsx or .csv file, headings in Dutch, French or English. "
        "Good rows are imported in one transaction; bad rows come back as a sheet with reasons. "
        "Ends with one JSON line: rows, imported, merged, skipped, bad."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="say line by line what would happen"
        )
        parser.add_argument(
            "--strict", action="store_true", help="import nothing if one row is bad"
        )
        parser.add_argument(
            "--track",
            help="code of the track of rows that name none (default: most campuses teach it)",
        )
        parser.add_argument("--bad-rows", type=Path, help="where to write the sheet of bad rows")
        parser.add_argument("--language", choices=["nl", "fr", "en"], default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            self._import(**options)

    def _import(self, **options: Any) -> None:
        try:
            rows = read_rows(options["file"])
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        at = clock.now()
        with transaction.atomic():
            report = self._run(rows, options, at=at)
            transaction.set_rollback(options["dry_run"])
        self._hand_back(report, options)
        self.stdout.write(json.dumps(report.counts()))
        if report.refused:
            raise CommandError(_("Nothing was imported: there are bad rows."), returncode=2)

    def _run(self, rows: list[SheetRow], options: dict[str, Any], *, at: datetime) -> Report:
        if add_starting_places():
            add_starting_intake(at=at)
            self.stderr.write(_("There were no campuses yet: the five cities were added."))
        track = self._track(options["track"])
        total = len(rows)

        def progress(number: int, result: RowResult) -> None:
            if options["dry_run"]:
                self.stdout.write(_line(result))
            elif number % 100 == 0 or number == total:
                self.stderr.write(f"{number}/{total}")

        return run(
            rows,
            track=track,
            actor=SYSTEM,
            at=at,
            dry_run=options["dry_run"],
            strict=options["strict"],
            progress=progress,
        )

    def _track(self, code: str | None) -> Track:
        """The track of rows that name none: as asked for, or the one most campuses teach."""
        tracks = list(Track.objects.open_on(clock.today()).most_taught_first())
        if code:
            tracks = [track for track in tracks if track.code.lower() == code.lower()]
        if not tracks:
            raise CommandError(_("There is no such track. Add one in the staff site first."))
        if not code and len(tracks) > 1:
            self.stderr.write(
                _("Rows without a track are for: %(track)s.") % {"track": tracks[0].name}
            )
        return tracks[0]

    def _hand_back(self, report: Report, options: dict[str, Any]) -> None:
        bad = report.bad()
        if not bad:
            return
        source: Path = options["file"]
        path = options["bad_rows"] or Path.cwd() / f"{source.stem}-bad-rows.xlsx"
        try:
            write_bad_rows(bad, path)
        except OSError as error:
            raise CommandError(
                _("The bad rows could not be written to %(path)s: %(error)s")
                % {"path": path, "error": error}
            ) from error
        self.stderr.write(
            _("%(count)s rows could not be imported: see %(path)s")
            % {"count": len(bad), "path": path}
        )
        if not options["dry_run"]:
            for result in bad:
                self.stderr.write(_line(result))


def _line(result: RowResult) -> str:
    """`Aanvragen NL 14: bad: …`; names are not repeated, the place tells."""
    notes = " ".join(result.notes)
    words = {
        Outcome.IMPORTED: _("new"),
        Outcome.MERGED: _("merged"),
        Outcome.SKIPPED: _("skipped"),
        Outcome.BAD: _("bad"),
    }
    return f"{result.row.place}: {words[result.outcome]}" + (f": {notes}" if notes else "")
