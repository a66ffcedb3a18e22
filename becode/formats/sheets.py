"""From a file to rows of text: encodings, separators, sheets, title rows, formulas."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from anyascii import anyascii
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from becode.core.cells import inert

MAXIMUM_BYTES = 20_000_000
MAXIMUM_ROWS = 200_000
LEAST_HEADINGS = 3
# What a damaged or strange workbook makes its reader raise: zip, XML, and what stands in them.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,  # XML that is none
    LookupError,
    OSError,
    EOFError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,  # locked, or packed in a way that nobody uses
)
_TOTALS = {"totaal", "total", "totaux", "totalen", "totals", "somme", "som"}


# Which column holds which field, by a row's texts; None where this row is not the headings.
Recognise = Callable[[list[str]], dict[str, int] | None]


def heading_key(text: str) -> str:
    """A heading without case, accents and signs: "Né(e) le" → "ne e le"."""
    plain = re.sub(r"[^a-z0-9]+", " ", anyascii(text).lower())
    return re.sub(r"\s+", " ", plain).strip()


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the text is for people."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of one sheet: `cells` as text, `fields` of field name → text, `number` from 1."""

    sheet: str
    number: int
    headings: tuple[str, ...]
    cells: tuple[str, ...]
    fields: dict[str, str]
    formulas: frozenset[str]

    @property
    def place(self) -> str:
        """Where it stands: "Aanvragen NL 14", or "14" where there is one sheet."""
        return f"{self.sheet} {self.number}".strip()


def read_rows(path: Path, recognise: Recognise) -> list[SheetRow]:
    """All rows that describe something, in the order of the file; none without headings.

    Title rows, headings, empty rows, empty sheets and totals are passed over. Raises
    UnreadableFile when the file is missing, too large, or no spreadsheet.
    """
    return [row for name, raw in _sheets(path) for row in _described(name, raw, recognise)]


def read_headings(path: Path, recognise: Recognise) -> list[tuple[str, ...]]:
    """The headings of each sheet; where we recognise none, its first row with three words.

    Raises UnreadableFile as `read_rows` does.
    """
    headings: list[tuple[str, ...]] = []
    for _name, raw in _sheets(path):
        row = next((texts for _number, texts in raw if recognise(texts)), None)
        if row is None:
            row = next((texts for _number, texts in raw if _words(texts) >= LEAST_HEADINGS), [])
        found = dict.fromkeys(text.strip() for text in row if text.strip())
        if found:
            headings.append(tuple(found))
    if not headings:
        raise UnreadableFile(_("The sheet is empty, or it has no row of headings."))
    return headings


def _words(texts: list[str]) -> int:
    return sum(bool(text.strip()) for text in texts)


def _sheets(path: Path) -> list[tuple[str, list["RawRow"]]]:
    if not path.is_file():
        raise UnreadableFile(_("There is no file %(path)s.") % {"path": path})
    if path.stat().st_size > MAXIMUM_BYTES:
        raise UnreadableFile(_("The file is larger than 20 MB. Split it and try again."))
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise UnreadableFile(_("The file must end in .xlsx or .csv."))
    return _workbook(path) if suffix == ".xlsx" else [("", _csv_rows(path))]


RawRow = tuple[int, list[str]]


def _workbook(path: Path) -> list[tuple[str, list[RawRow]]]:
    try:
        workbook = load_workbook(path, read_only=True, data_only=False)
        sheets = []
        for sheet in workbook.worksheets:
            raw: list[RawRow] = []
            for number, row in enumerate(sheet.iter_rows(), start=1):
                if number > MAXIMUM_ROWS:
                    raise UnreadableFile(_("A sheet has more than 200,000 rows."))
                raw.append((number, [_cell_text(cell.value) for cell in row]))
            sheets.append((sheet.title, raw))
        workbook.close()
    except BROKEN as error:
        raise UnreadableFile(_("This is not a spreadsheet that can be read.")) from error
    return sheets


def _cell_text(value: object) -> str:
    """A cell as people would type it: dates as ISO days, numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _own_text(str(value))


def _csv_rows(path: Path) -> list[RawRow]:
    text = _decode(path.read_bytes())
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    raw: list[RawRow] = []
    try:
        for number, cells in enumerate(reader, start=1):
            raw.append((number, [_own_text(cell) for cell in cells]))
            if number > MAXIMUM_ROWS:
                raise UnreadableFile(_("A sheet has more than 200,000 rows."))
    except csv.Error as error:
        raise UnreadableFile(_("This is not a spreadsheet that can be read.")) from error
    return raw


def _own_text(text: str) -> str:
    """A cell without the apostrophe by which an earlier sheet of bad rows made it inert."""
    return text[1:] if text[:1] == "'" and inert(text[1:]) == text else text


def _decode(content: bytes) -> str:
    """UTF-8 (with or without a mark), UTF-16 with a mark, or else Windows-1252 as Excel saves."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _separator(text: str) -> str:
    """The sign that most often divides the first lines."""
    start = text[:5_000]
    return max(";\t,|", key=start.count)


def _described(sheet: str, raw: list[RawRow], recognise: Recognise) -> Iterator[SheetRow]:
    """Rows below the headings that hold something."""
    columns: dict[str, int] | None = None
    headings: tuple[str, ...] = ()
    for number, texts in raw:
        if not any(text.strip() for text in texts):
            continue
        if columns is None:
            columns = recognise(texts)
            headings = tuple(text.strip() for text in texts)
            continue
        if texts[0].strip().lower() in _TOTALS:
            continue
        fields = {
            field: texts[index] if index < len(texts) else "" for field, index in columns.items()
        }
        yield SheetRow(
            sheet=sheet,
            number=number,
            headings=headings,
            cells=tuple(texts),
            fields=fields,
            formulas=frozenset(name for name, text in fields.items() if text.startswith("=")),
        )
