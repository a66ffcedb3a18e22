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
PAGES |= {
    "admin:list_rule": Page(STAFF, roles=VIEWERS, record="waitlist"),
    "admin:new_list_rule": Page(STAFF, post=200, roles=(MANAGER,), record="waitlist"),
    "admin:preview_list_rule": Page(
        STAFF, post=302, roles=VIEWERS, post_roles=(MANAGER,), record="policy"
    ),
    "admin:drop_list_rule": Page(STAFF, get=405, post=302, roles=(MANAGER,), record="policy"),
}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs("applicants_application", DECIDERS, "take give"),
    **verbs("applicants_waitlistentry", DECIDERS, "pause resume pass-over reopen"),
}
