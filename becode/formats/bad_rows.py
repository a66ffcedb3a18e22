"""The sheet of bad rows: the file's own columns with the place and the reason in front."""

import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from becode.core.cells import inert
from becode.formats.sheets import SheetRow

CELL_LIMIT = 32_000


def bad_rows(rows: Iterable[tuple[str, SheetRow]]) -> bytes:
    """A workbook of (reason, row) that can be mended and imported again; formulas are text."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None  # a new workbook has one
    sheet.title = _("Bad rows")[:31]
    headings: tuple[str, ...] | None = None
    for reason, row in rows:
        if row.headings != headings:
            headings = row.headings
            sheet.append([_("Reason"), _("Where it stood"), *map(_safe, headings)])
            for cell in sheet[sheet.max_row]:
                cell.font = Font(bold=True)
        sheet.append([reason, row.place, *map(_safe, row.cells)])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    sheet.column_dimensions["A"].width = 60
    sheet.freeze_panes = "C2"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _safe(text: str) -> str:
    return inert(ILLEGAL_CHARACTERS_RE.sub("", text)[:CELL_LIMIT])
