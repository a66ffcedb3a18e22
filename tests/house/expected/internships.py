"""Running internships: sheets, hours, absences, evaluations, visits: who gets what."""

from tests.house.expecting import (
    COACH,
    COMPANY,
    MANAGER,
    OPEN,
    PERSON,
    PLACEMENT,
    PLACERS,
    STAFF,
    Page,
    Records,
    verbs,
)

FOLLOWERS = (COACH, PLACEMENT, MANAGER)

PAGES: dict[str, Page] = {
    # By link: opening writes nothing; a link of another kind, or none, is a page with 404.
    "placements:guests:evaluate": Page(OPEN, post=302, record="evaluate_link"),
    "placements:guests:month": Page(OPEN, post=302, record="month_link"),
    "placements:guests:one_month": Page(OPEN, post=302, record="month_of_link"),
    "placements:guests:intern_absence": Page(OPEN, post=200, record="month_link"),
    "placements:guests:workstation": Page(OPEN, post=200, record="workstation_link"),
    "placements:guests:sign_workstation": Page(OPEN, post=200, record="workstation_link"),
    # The company
    "placements:company:workstation": Page(COMPANY, get=302, post=302, record="running_internship"),
    "placements:company:sign_workstation": Page(
        COMPANY, get=302, post=302, record="running_internship"
    ),
    "placements:company:workstation_sheet": Page(COMPANY, record="running_internship"),
    "placements:company:intern_month": Page(COMPANY, post=302, record="month_of_internship"),
    "placements:company:intern_absence": Page(COMPANY, post=200, record="running_internship"),
    "placements:company:intern_evaluation": Page(COMPANY, post=302, record="mentor_evaluation"),
    # The learner
    "placements:my:internship": Page(PERSON, record="running_internship"),
    "placements:my:intern_absence": Page(PERSON, post=200, record="running_internship"),
    "placements:my:intern_evaluation": Page(PERSON, post=302, record="own_intern_evaluation"),
    # Staff
    "admin:workstation": Page(STAFF, roles=FOLLOWERS, record="running_internship"),
    "admin:fill_workstation": Page(STAFF, post=200, roles=PLACERS, record="running_internship"),
    "admin:intern_month": Page(STAFF, post=302, roles=PLACERS, record="month_of_internship"),
    "admin:intern_months": Page(STAFF, roles=FOLLOWERS),
    "admin:intern_evaluations": Page(STAFF, roles=FOLLOWERS, record="running_internship"),
    "admin:intern_evaluation": Page(STAFF, post=302, roles=PLACERS, record="mentor_evaluation"),
}
RECORDS: dict[str, Records] = {
    "placements_visit": Records("visit", FOLLOWERS, has_verbs=True),
}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs(
        "placements_internship",
        PLACERS,
        "start complete extend interrupt resume break_off cancel change hours objectives agreed "
        "insurance rest-back reopen-evaluation open-sheet start-back again correct-end",
    ),
    **verbs("placements_internship", FOLLOWERS, "visit visited absence absence-back"),
    **verbs("placements_visit", FOLLOWERS, "done move drop"),
}
