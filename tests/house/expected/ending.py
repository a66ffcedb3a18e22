"""The file, the first week, laptops, the end of a training: who gets what."""

from tests.house.expecting import (
    ADMISSIONS,
    COACH,
    MANAGER,
    OPEN,
    PERSON,
    PLACEMENT,
    PRIVACY,
    STAFF,
    Page,
    Records,
    verbs,
)

KEEPERS = (ADMISSIONS, COACH, MANAGER)
FILE_VIEWERS = (*KEEPERS, PRIVACY)
GUIDES = (COACH, MANAGER)

PAGES: dict[str, Page] = {
    # An unknown code is a page of its own, with 404.
    "cohorts:certificate": Page(OPEN, record="certificate_page"),
    "cohorts:my:file": Page(PERSON, others={"stranger": (404, 405)}),
    "cohorts:my:file_item": Page(PERSON, post=200, record="file_item"),
    "cohorts:my:file_item_sent": Page(PERSON, record="file_item"),
    "cohorts:my:start": Page(PERSON, post=200, others={"stranger": (404, 404)}),
    "cohorts:my:why": Page(PERSON, post=200, others={"stranger": (404, 404)}),
    "cohorts:my:requirements": Page(PERSON, others={"stranger": (404, 405)}),
    "cohorts:my:certificate": Page(PERSON, others={"stranger": (404, 405)}),
    "admin:certificate_file": Page(STAFF, roles=(*KEEPERS, PLACEMENT), record="certificate"),
    "admin:file_item_file": Page(STAFF, roles=FILE_VIEWERS, record="file_item"),
    "admin:cohort_file": Page(
        STAFF, post=302, roles=FILE_VIEWERS, post_roles=KEEPERS, record="cohort"
    ),
    "admin:entry_record": Page(STAFF, post=200, roles=GUIDES, record="enrolment"),
    "admin:entry_records": Page(STAFF, roles=GUIDES, record="cohort"),
    "admin:graduation": Page(STAFF, post=302, roles=GUIDES, record="enrolment"),
    "admin:cohort_graduation": Page(STAFF, post=200, roles=GUIDES, record="cohort"),
    "admin:hand_over_laptop": Page(STAFF, post=200, roles=KEEPERS, record="laptop"),
    "admin:return_laptop": Page(STAFF, post=200, roles=KEEPERS, record="loan"),
}
RECORDS: dict[str, Records] = {
    "cohorts_certificate": Records("certificate", (*KEEPERS, PLACEMENT), has_verbs=True),
    "cohorts_fileitem": Records("file_item", FILE_VIEWERS, has_verbs=True),
    "cohorts_laptop": Records("laptop", KEEPERS, add=KEEPERS, change=KEEPERS, has_verbs=True),
    "cohorts_laptoploan": Records("loan", KEEPERS, has_verbs=True),
}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs("cohorts_certificate", (MANAGER,), "revoke"),
    **verbs("cohorts_fileitem", KEEPERS, "verify receive refuse end waive again"),
    **verbs("cohorts_laptop", KEEPERS, "repair stock retire lost"),
    **verbs("cohorts_enrolment", GUIDES, "exit-talk certificate"),
    **verbs("cohorts_enrolment", KEEPERS, "file-ask"),
}
