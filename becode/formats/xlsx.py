"""Workbooks of one sheet whose text cells no spreadsheet program computes."""

import io
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook

from becode.core.cells import inert

Cell = str | int | float | date
NOT_IN_NAMES = "[]:*?/\\"


def workbook(rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    """A workbook of these rows, the headings first; numbers and days stay what they are."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_plain(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    # A workbook refuses control characters.
    return inert("".join(sign for sign in cell if sign >= " " or sign in "\t\n"))


def _sheet_name(title: str) -> str:
    """At most 31 signs, without those that a sheet's name cannot hold."""
    kept = "".join(sign for sign in title if sign not in NOT_IN_NAMES)
    return kept[:31].strip() or "Sheet"
