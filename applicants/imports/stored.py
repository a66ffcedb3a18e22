"""Spreadsheets that colleagues sent: read with the columns that were matched for their source."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings of a workbook's sheets, and the field each heading is matched to ("": none).

    The same field may be matched once in each sheet: a workbook may have a Dutch and a French one.
    """

    sheets: list[tuple[str, ...]]
    matched: dict[str, str]


def columns_of(run: ImportRun) -> Columns:
    """The columns as a colleague said before, or as we know them. Raises UnreadableFile."""
    said: Mapping[str, str] = run.source.columns
    with _on_disk(run) as path:
        sheets = read_headings(path, said)
    matched: dict[str, str] = {}
    for headings in sheets:
        taken: set[str] = set()
        for heading in headings:
            field = said[heading] if heading in said else field_of(heading)
            matched.setdefault(heading, "" if field in taken else field)
            taken.add(matched[heading])
    return Columns(sheets, matched)


@contextmanager
def _on_disk(run: ImportRun) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet{store.ENDINGS[run.sheet.content_type]}"
        path.write_bytes(store.read(run.sheet))
        yield path
