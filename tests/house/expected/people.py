"""Duplicates, merges, the contact log: who gets what."""

from tests.house.expecting import (
    ADMISSIONS,
    COACH,
    DECIDERS,
    HELPERS,
    MANAGER,
    STAFF,
    Page,
    Records,
    verbs,
)

CALLERS = (ADMISSIONS, COACH, MANAGER)

PAGES: dict[str, Page] = {
    "admin:duplicates": Page(STAFF, roles=DECIDERS),
    "admin:duplicate": Page(STAFF, post=302, roles=DECIDERS, record="pair"),
    "admin:call_list": Page(STAFF, post=302, roles=CALLERS),
}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs("people_person", HELPERS, "note next-done"),
    **verbs("people_person", DECIDERS, "unmerge"),
    **verbs("applicants_application", CALLERS, "note next-done"),
}
