"""Compiles the catalogues without gettext's tools: `python -m becode.translations`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent


class CatalogueError(Exception):
    """A catalogue cannot be read; the message names the file and the line."""


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Write `django.mo` beside each changed `django.po` under `locale/`; answer those written.

    A compiled file carries the time of its source, so that an older source counts as a change
    too. Fuzzy strings are left out, as Django shows them in English.
    """
    written = []
    for source in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        changed_at = source.stat().st_mtime_ns
        if target.exists() and target.stat().st_mtime_ns == changed_at:
            continue
        try:
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parts[-3], abort_invalid=True)
        except (PoFileError, ValueError) as error:
            raise CatalogueError(f"{source.relative_to(root)}: {error}") from error
        fresh = target.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        os.utime(fresh, ns=(changed_at, changed_at))
        fresh.replace(target)  # whole, as a running site may be reading it
        written.append(target)
    return written


def main() -> int:
    """Answer the exit code."""
    try:
        written = compile_catalogues()
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(written)} catalogues compiled.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
