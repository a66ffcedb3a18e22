"""The sheet of bad rows of an import, on disk."""

from pathlib import Path

from applicants.imports.running import RowResult
from becode.formats.bad_rows import bad_rows


def write_bad_rows(results: list[RowResult], path: Path) -> Path:
    """Write an .xlsx that can be mended and imported again; formulas are text in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bad_rows((" ".join(result.notes), result.row) for result in results))
    return path
