"""Absences, flags and locked months: who gets what."""

from tests.house.expecting import COACH, MANAGER, PERSON, STAFF, Page, Records, verbs

GUIDES = (COACH, MANAGER)

PAGES: dict[str, Page] = {
    "cohorts:my:absences": Page(PERSON),
    # Nobody of this world is in training: there is nothing to tell.
    "cohorts:my:new_absence": Page(PERSON, get=302, post=302),
    "cohorts:my:absence": Page(PERSON, post=200, record="absence"),
    "cohorts:my:take_back_absence": Page(PERSON, get=405, post=302, record="absence"),
    "cohorts:my:absence_proof": Page(PERSON, record="absence_proof"),
    "cohorts:my:attestation": Page(PERSON, record="attestation"),
    # May speak of health: not for who keeps the system running, and each reading is noted.
    "admin:absence_proof": Page(
        STAFF,
        roles=GUIDES,
        record="absence_proof",
        others={"administrator": (403, 405)},
        writes=("audit_auditentry",),
    ),
    "admin:months": Page(STAFF, roles=GUIDES),
    "admin:cohort_month": Page(STAFF, post=302, roles=GUIDES, record="cohort_month"),
    "admin:cohort_month_sheet": Page(STAFF, roles=GUIDES, record="cohort_month"),
    "admin:attestation_paper": Page(STAFF, roles=GUIDES, record="attestation"),
}
RECORDS: dict[str, Records] = {
    "cohorts_absence": Records("absence", GUIDES, has_verbs=True),
    "cohorts_attendanceflag": Records("flag", GUIDES, has_verbs=True),
    "cohorts_attestation": Records("attestation", GUIDES, has_verbs=True),
}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs("cohorts_absence", GUIDES, "accept reject proof withdraw"),
    **verbs("cohorts_attendanceflag", GUIDES, "close reopen"),
    **verbs("cohorts_enrolment", GUIDES, "absence lock-month"),
}
