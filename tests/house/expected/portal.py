"""The company portal: colleagues, positions, interns, hires; the links of companies."""

from tests.house.expecting import COMPANY, OPEN, PLACERS, Page, Records, verbs

PAGES: dict[str, Page] = {
    "placements:company:details": Page(COMPANY, post=200),
    # One colleague is there: nobody has to be chosen, an empty form is enough.
    "placements:company:leave": Page(COMPANY, post=200),
    "placements:company:invite": Page(COMPANY, post=200),
    "placements:company:rights": Page(COMPANY, post=200, record="mate"),
    "placements:company:invite_again": Page(COMPANY, get=405, post=302, record="mate"),
    "placements:company:end_access": Page(COMPANY, post=302, record="mate"),
    "placements:company:new_vacancy": Page(COMPANY, post=200),
    "placements:company:copy_position": Page(COMPANY, post=200, record="position"),
    "placements:company:renew_position": Page(COMPANY, get=405, post=302, record="position"),
    "placements:company:interns": Page(COMPANY),
    "placements:company:will_hire": Page(COMPANY, post=200, record="internship"),
    "placements:company:hire": Page(COMPANY, post=200),
    "placements:guests:invite": Page(OPEN, post=302, record="invitation"),
    "placements:guests:invite_again": Page(OPEN, get=405, post=302, record="invitation"),
    "placements:guests:renew": Page(OPEN, post=302, record="renewal"),
}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = verbs("placements_position", PLACERS, "renew")
