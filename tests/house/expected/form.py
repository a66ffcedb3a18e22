"""The form: questions, drafts, help, documents: who gets what."""

from tests.house.expecting import Page, Records

PAGES: dict[str, Page] = {}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = {}
