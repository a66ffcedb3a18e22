"""Reminders, their words, pauses: who sees and who steers."""

from tests.house.expecting import (
    COACH,
    HELPERS,
    MANAGER,
    NOBODY_ELSE,
    PLACERS,
    PRIVACY,
    STAFF,
    Page,
    Records,
    verbs,
)

# Whom the log of messages is open to.
SEES = (*HELPERS, PRIVACY)
# Managers steer when they see every campus: those of these tests see one.
STEERS: dict = {"post_roles": NOBODY_ELSE, "shared": True}
# A message that is only looked at may make a link of its own, or a record that it is about: both
# are taken back.
LINKS = (
    "portal_accesslink",
    "applicants_waitinglink",
    "applicants_applicationdraft",
    "applicants_draftlink",
)

PAGES: dict[str, Page] = {
    "admin:reminders": Page(STAFF),
    "admin:reminder_rule": Page(STAFF, post=200, record="reminder_rule", **STEERS),
    "admin:restore_rule": Page(STAFF, get=405, post=302, record="reminder_rule", **STEERS),
    "admin:reminders_ahead": Page(STAFF, roles=SEES),
    "admin:reminders_of_day": Page(STAFF, roles=SEES, record="day_ahead", shared=True),
    "admin:all_messages": Page(STAFF, roles=SEES, writes=LINKS),
    "admin:message_texts": Page(STAFF, roles=SEES, record="kind", shared=True, writes=LINKS),
    "admin:message_text": Page(STAFF, post=200, roles=SEES, record="text", writes=LINKS, **STEERS),
    "admin:restore_words": Page(STAFF, get=405, post=302, roles=SEES, record="text", **STEERS),
    "admin:pauses": Page(STAFF, roles=SEES),
    "admin:cohort_reminders": Page(STAFF, roles=HELPERS, record="cohort"),
}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs("people_person", HELPERS, "pause end-pause"),
    **verbs("cohorts_cohort", (COACH, MANAGER), "pause end-pause"),
    **verbs("placements_company", PLACERS, "pause end-pause"),
}
