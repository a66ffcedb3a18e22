"""Steps of the selection, moments and bookings: who gets what."""

from tests.house.expecting import (
    ADMISSIONS,
    ALL,
    COACH,
    DECIDERS,
    MANAGER,
    PERSON,
    STAFF,
    Page,
    Records,
    verbs,
)

HOSTS = (ADMISSIONS, COACH, MANAGER)

PAGES: dict[str, Page] = {
    "applicants:my:appointments": Page(PERSON, post=302, record="progress"),
    "applicants:my:cancel_appointment": Page(PERSON, post=302, record="progress"),
    "applicants:my:earlier": Page(PERSON, get=405, post=302, record="progress"),
    "applicants:my:calendar": Page(PERSON, record="booking"),
    "applicants:my:challenge": Page(PERSON, post=302, record="challenge"),
    # Without an answer nothing is noted.
    "admin:note_attendance": Page(STAFF, get=405, post=400, roles=HOSTS, record="booking"),
    "admin:slot_list": Page(STAFF, roles=HOSTS, record="slot"),
    "admin:slot_add_person": Page(STAFF, post=302, roles=HOSTS, record="slot"),
}
RECORDS: dict[str, Records] = {
    "applicants_selectionstep": Records(
        "step", ALL, add=(MANAGER,), change=(MANAGER,), shared=True
    ),
    "applicants_slot": Records("slot", HOSTS, add=DECIDERS, has_verbs=True),
}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs(
        "applicants_application",
        DECIDERS,
        "book step-done pass fail skip cancel-booking undo-judgement step",
    ),
    **verbs("applicants_slot", DECIDERS, "change cancel"),
    **verbs("applicants_slot", HOSTS, "hold reopen"),
}
