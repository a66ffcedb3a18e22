"""The sheet of bad rows: the file's own columns with the place and the reason in front."""

from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from applicants.imports.running import RowResult
from becode.core.cells import inert

CELL_LIMIT = 32_000


def write_bad_rows(results: list[RowResult], path: Path) -> Path:
    """Write an .xlsx that can be mended and imported again; formulas are text in it."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None  # a new workbook has one
    sheet.title = _("Bad rows")[:31]
    headings: tuple[str, ...] | None = None
    for result in results:
        if result.row.headings != headings:
            headings = result.row.headings
            sheet.append([_("Reason"), _("Where it stood"), *map(_safe, headings)])
            for cell in sheet[sheet.max_row]:
                cell.font = Font(bold=True)
        sheet.append([" ".join(result.notes), result.row.place, *map(_safe, result.row.cells)])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    sheet.column_dimensions["A"].width = 60
    sheet.freeze_panes = "C2"
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


def _safe(text: str) -> str:
    return inert(ILLEGAL_CHARACTERS_RE.sub("", text)[:CELL_LIMIT])
