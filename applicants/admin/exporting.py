"""Rows as a file: text alone, so that no spreadsheet program computes anything."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from openpyxl import Workbook

from applicants.admin.columns import Column
from becode.core.cells import inert

MOST_ROWS = 20_000
CHUNK = 1_000
CSV, XLSX = "csv", "xlsx"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"  # without it a spreadsheet program reads é as Ã©


def exported(
    applications: Any, columns: Sequence[Column], *, kind: str, name: str
) -> HttpResponseBase:
    """At most MOST_ROWS rows, read and sent in pieces."""
    return as_file(_lines(applications[:MOST_ROWS], columns), kind=kind, name=name)


def as_file(lines: Iterable[Sequence[str]], *, kind: str, name: str) -> HttpResponseBase:
    """Lines of cells that nobody has to trust, the headings first."""
    cells = ([inert(cell) for cell in line] for line in lines)
    if kind == CSV:
        answer: HttpResponseBase = StreamingHttpResponse(
            _as_csv(cells), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return answer
    return FileResponse(
        _as_workbook(cells),
        as_attachment=True,
        filename=f"{name}.xlsx",
        content_type=XLSX_TYPE,
    )


def _lines(applications: Any, columns: Sequence[Column]) -> Iterator[list[str]]:
    yield [str(column.label) for column in columns]
    for application in applications.iterator(chunk_size=CHUNK):
        yield [str(column.text(application)) for column in columns]


class _Echo:
    """A file that gives back what is written."""

    def write(self, line: str) -> str:
        return line


def _as_csv(lines: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM
    for line in lines:
        yield writer.writerow(line)


def _as_workbook(lines: Iterable[list[str]]) -> IO[bytes]:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    for line in lines:
        sheet.append([_without_controls(cell) for cell in line])
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by the answer that sends it
    workbook.save(file)
    file.seek(0)
    return file


def _without_controls(text: str) -> str:
    """A workbook refuses control characters."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
