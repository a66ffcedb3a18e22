"""The calendar of cohorts and campuses, and the links to calendars: who gets what."""

from tests.house.expecting import (
    COACH,
    COHORT_VIEWERS,
    DECIDERS,
    MANAGER,
    OPEN,
    PERSON,
    STAFF,
    Page,
    Records,
)

GUIDES = (COACH, MANAGER)

PAGES: dict[str, Page] = {
    # Whoever holds the link
    "cohorts:calendar_feed": Page(OPEN, record="feed", shared=True),
    # A person's own
    "cohorts:my:calendar": Page(PERSON),
    "cohorts:my:new_calendar_link": Page(PERSON, get=405, post=302),
    # Staff
    "admin:calendar": Page(STAFF, get=302, roles=COHORT_VIEWERS),
    "admin:campus_year": Page(STAFF, roles=COHORT_VIEWERS, record="campus_year"),
    "admin:cohort_calendar": Page(STAFF, roles=COHORT_VIEWERS, record="cohort"),
    "admin:add_training_day": Page(STAFF, post=200, roles=GUIDES, record="cohort"),
    "admin:cohort_hours": Page(STAFF, post=200, roles=GUIDES, record="cohort"),
    "admin:move_cohort_start": Page(STAFF, post=200, roles=DECIDERS, record="cohort"),
    "admin:training_day": Page(
        STAFF, post=200, roles=COHORT_VIEWERS, post_roles=GUIDES, record="training_day"
    ),
    "admin:cancel_training_day": Page(STAFF, post=302, roles=GUIDES, record="training_day"),
    "admin:agenda_add": Page(STAFF, post=200, roles=GUIDES, record="campus"),
    "admin:agenda_item": Page(
        STAFF, post=200, roles=COHORT_VIEWERS, post_roles=GUIDES, record="agenda_item"
    ),
    "admin:cancel_agenda_item": Page(STAFF, post=302, roles=GUIDES, record="agenda_item"),
    "admin:renew_calendar_link": Page(
        STAFF, get=405, post=302, roles=GUIDES, record="calendar_link"
    ),
}
RECORDS: dict[str, Records] = {
    "cohorts_room": Records("room", COHORT_VIEWERS, add=(MANAGER,), change=(MANAGER,)),
}
VERBS: dict[str, tuple[str, ...]] = {}
