"""Jobs, studies, exits, questions after leaving: who gets what."""

from tests.house.expecting import (
    ALL,
    COACH,
    MANAGER,
    OPEN,
    PERSON,
    PLACEMENT,
    PLACERS,
    REPORTING,
    STAFF,
    Page,
    Records,
    verbs,
)

PAGES: dict[str, Page] = {
    "placements:guests:after": Page(OPEN, post=302, record="after_link"),
    "placements:guests:proof": Page(OPEN, post=200, record="proof_link"),
    "placements:my:exit_form": Page(PERSON, post=200, record="exit_form"),
    "placements:my:new_job": Page(PERSON, post=200, others={"stranger": (404, 404)}),
    "placements:my:job": Page(PERSON, post=200, record="job"),
    "admin:record_study": Page(STAFF, post=200, roles=PLACERS, record="enrolment"),
    "admin:leave_out": Page(STAFF, post=200, roles=(MANAGER,), record="enrolment"),
    "admin:job_proof": Page(
        STAFF, roles=PLACERS, record="job_evidence", writes=("audit_auditentry",)
    ),
    # A POST says about which question it is.
    "admin:follow_up_calls": Page(STAFF, post=404, roles=PLACERS),
}
RECORDS: dict[str, Records] = {
    "placements_exitform": Records("exit_form", ALL, has_verbs=True),
    "placements_furtherstudy": Records("study", ALL, has_verbs=True),
    "placements_outcomeexclusion": Records("exclusion", (MANAGER, REPORTING), has_verbs=True),
}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs("placements_jobplacement", PLACERS, "confirm judge correct same discard restore"),
    **verbs("placements_jobplacement", (COACH,), "digital"),
    **verbs("placements_jobplacement", (COACH, PLACEMENT, MANAGER), "review no-digital"),
    **verbs("placements_exitform", PLACERS, "file"),
    **verbs("placements_furtherstudy", PLACERS, "correct remove"),
    **verbs("placements_outcomeexclusion", (MANAGER,), "include"),
}
