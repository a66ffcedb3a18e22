"""The board, the table, saved views, exports: who gets what."""

from tests.house.expecting import (
    ADMISSIONS,
    DECIDERS,
    MANAGER,
    PRIVACY,
    STAFF,
    VIEWERS,
    Page,
    Records,
    verbs,
)

EXPORTERS = (ADMISSIONS, MANAGER, PRIVACY)
PAGES: dict[str, Page] = {
    "admin:board": Page(STAFF, roles=VIEWERS),
    "admin:board_move": Page(STAFF, get=405, post=302, roles=DECIDERS, record="application"),
    "admin:board_take": Page(STAFF, get=405, post=302, roles=DECIDERS, record="application"),
    "admin:save_view": Page(STAFF, get=405, post=302),
    "admin:saved_view": Page(STAFF, get=404, post=404, record="saved_view", shared=True),
    "admin:undo_run": Page(STAFF, get=405, post=404, record="bulk_run", shared=True),
    # A file leaves by a POST that says which kind; an empty one leads back.
    "admin:applicants_application_export": Page(STAFF, get=405, post=302, roles=EXPORTERS),
}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = verbs("applicants_application", DECIDERS, "take give")
