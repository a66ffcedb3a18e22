"""Spreadsheet cells that only ever show text. docs/domain.md, "Attacks to refuse"."""


def inert(text: str) -> str:
    """A cell that no spreadsheet program takes for a formula: = + - @ tab and CR get a '."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
