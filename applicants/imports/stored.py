"""Spreadsheets that colleagues sent: read with the columns that were matched for their source."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from applicants.imports.columns import field_of
from applicants.imports.reading import SheetRow, read_headings, read_rows
from applicants.models import ImportRun
from becode.files import store


def rows_of(run: ImportRun) -> list[SheetRow]:
    """The rows of a sheet; raises UnreadableFile."""
    with _on_disk(run) as path:
        return read_rows(path, run.source.columns)


def columns_of(run: ImportRun) -> dict[str, str]:
    """Each heading of a sheet with the field it is matched to, as said before or as we know it;
    "" for none. Raises UnreadableFile."""
    said: Mapping[str, str] = run.source.columns
    with _on_disk(run) as path:
        headings = read_headings(path, said)
    matched: dict[str, str] = {}
    for heading in headings:
        field = said[heading] if heading in said else field_of(heading)
        matched[heading] = "" if field in matched.values() else field
    return matched


@contextmanager
def _on_disk(run: ImportRun) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet{store.ENDINGS[run.sheet.content_type]}"
        path.write_bytes(store.read(run.sheet))
        yield path
