"""The outcomes: figures for every colleague, names for some, a page for visitors."""

from tests.house.expecting import MANAGER, OPEN, PLACEMENT, REPORTING, STAFF, Page, Records

PEOPLE = (PLACEMENT, MANAGER, REPORTING)
PAGES: dict[str, Page] = {
    "results": Page(OPEN),
    "admin:outcomes": Page(STAFF),
    "admin:outcome_people": Page(STAFF, roles=PEOPLE, record="figure", shared=True),
    "admin:freeze_outcomes": Page(STAFF, get=405, post=302, roles=(MANAGER, REPORTING)),
    "admin:frozen_outcomes": Page(STAFF),
    "admin:frozen_outcome": Page(STAFF, record="outcome"),
}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = {}
