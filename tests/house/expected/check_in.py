"""Checking in, the class sheet and the screen of a room: who gets what."""

from tests.house.expecting import COACH, MANAGER, PERSON, STAFF, Page, Records, verbs

KEEPERS = (COACH, MANAGER)
PAGES: dict[str, Page] = {
    "cohorts:my:check_in": Page(PERSON, post=302),
    # A sheet on which nothing was typed changes nothing.
    "admin:class_sheet": Page(STAFF, post=302, roles=KEEPERS, record="cohort"),
    "admin:class_sheet_paper": Page(STAFF, roles=KEEPERS, record="cohort"),
    "admin:room_screen": Page(STAFF, roles=KEEPERS, record="cohort"),
}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = verbs("cohorts_enrolment", KEEPERS, "check-in")
