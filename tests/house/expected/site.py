"""The information pages, and spreadsheets through the staff site: who gets what."""

from tests.house.expecting import Page, Records

PAGES: dict[str, Page] = {}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = {}
