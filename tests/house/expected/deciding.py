"""Scores, decisions, eligibility: who gets what."""

from tests.house.expecting import (
    ADMISSIONS,
    COACH,
    DECIDERS,
    MANAGER,
    STAFF,
    VIEWERS,
    Page,
    Records,
    verbs,
)

ASSESSORS = (ADMISSIONS, COACH, MANAGER)
# Each assessment is one colleague's: in the world of these tests that of admissions.
NOT_THEIRS = (404, 404)

PAGES: dict[str, Page] = {
    "admin:scoring": Page(STAFF, roles=ASSESSORS),
    "admin:score": Page(
        STAFF,
        post=200,
        roles=ASSESSORS,
        record="assessment",
        others={"administrator": NOT_THEIRS, COACH: NOT_THEIRS, MANAGER: NOT_THEIRS},
    ),
}
RECORDS: dict[str, Records] = {
    "applicants_eligibilityrule": Records(
        "rule", VIEWERS, add=(MANAGER,), change=(MANAGER,), shared=True
    ),
}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs("applicants_application", DECIDERS, "assign check reopen"),
}
