"""The information pages, and spreadsheets through the staff site: who gets what."""

from tests.house.expecting import DECIDERS, MANAGER, OPEN, STAFF, Page, Records

PAGES: dict[str, Page] = {
    "applicants:public:for_whom": Page(OPEN),
    "applicants:public:how_it_goes": Page(OPEN),
    "applicants:public:questions": Page(OPEN),
    "applicants:public:track": Page(OPEN, record="track"),
    "information:home": Page(OPEN),
    "information:for_whom": Page(OPEN),
    "information:how_it_goes": Page(OPEN),
    "admin:page_text": Page(STAFF, post=200, roles=(MANAGER,), record="page_key", shared=True),
    "admin:page_reset": Page(
        STAFF, get=405, post=302, roles=(MANAGER,), record="page_key", shared=True
    ),
    "admin:imports": Page(STAFF, post=200, roles=DECIDERS),
    "admin:import_run": Page(STAFF, post=302, roles=DECIDERS, record="import_run"),
    "admin:import_bad_rows": Page(STAFF, roles=DECIDERS, record="import_run"),
}
RECORDS: dict[str, Records] = {
    "pages_pagetext": Records("page", (MANAGER,), shared=True),
}
VERBS: dict[str, tuple[str, ...]] = {}
