"""The page of a cohort's day, coaches, evaluations, progress, messages: who gets what."""

from tests.house.expecting import (
    COACH,
    COHORT_VIEWERS,
    HELPERS,
    MANAGER,
    PERSON,
    PLACEMENT,
    STAFF,
    Page,
    Records,
)

GUIDES = (COACH, MANAGER)
READERS = (COACH, PLACEMENT, MANAGER)

PAGES: dict[str, Page] = {
    "admin:cohort_page": Page(STAFF, roles=HELPERS, record="cohort"),
    "admin:cohort_message": Page(STAFF, post=200, roles=HELPERS, record="cohort"),
    "admin:cohort_coaches": Page(
        STAFF, post=200, roles=COHORT_VIEWERS, post_roles=GUIDES, record="cohort"
    ),
    "admin:end_coach": Page(STAFF, get=405, post=302, roles=GUIDES, record="coaching"),
    "admin:cohort_evaluations": Page(STAFF, roles=READERS, record="cohort"),
    "admin:evaluate": Page(STAFF, post=200, roles=GUIDES, record="coach_evaluation"),
    "admin:learner_progress": Page(
        STAFF, post=200, roles=READERS, post_roles=GUIDES, record="enrolment"
    ),
    "admin:share_note": Page(STAFF, get=405, post=302, roles=GUIDES, record="learner_note"),
    "admin:move_goal": Page(STAFF, get=405, post=302, roles=GUIDES, record="goal"),
    # Who has no training is led to their own page.
    "cohorts:my:training": Page(PERSON, others={"stranger": (302, 405)}),
    "cohorts:my:progress": Page(PERSON, others={"stranger": (302, 405)}),
    "cohorts:my:evaluations": Page(PERSON),
    "cohorts:my:evaluation": Page(PERSON, post=302, record="own_evaluation"),
}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = {}
