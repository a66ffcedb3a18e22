"""Internship agreements: who gets what."""

from tests.house.expecting import COMPANY, OPEN, PERSON, PLACERS, STAFF, Page, Records, verbs

PAGES: dict[str, Page] = {
    # By link: an unknown one is a page of its own, with 404.
    "placements:guests:sign": Page(OPEN, post=200, record="sign_link"),
    "placements:guests:sign_read": Page(OPEN, get=302, post=302, record="sign_link"),
    "placements:guests:sign_scan": Page(OPEN, get=302, post=302, record="sign_link"),
    "placements:guests:sign_file": Page(OPEN, get=302, record="sign_link"),
    # A company's own; the contact of the world signs.
    "placements:company:agreements": Page(COMPANY),
    "placements:company:agreement": Page(COMPANY, post=200, record="agreement"),
    "placements:company:agreement_scan": Page(COMPANY, post=200, record="agreement"),
    "placements:company:agreement_file": Page(COMPANY, record="agreement"),
    "placements:my:agreement": Page(PERSON, post=200, record="agreement"),
    "placements:my:agreement_file": Page(PERSON, record="agreement"),
    "admin:make_agreement": Page(STAFF, post=200, roles=PLACERS, record="internship"),
    "admin:correct_agreement": Page(STAFF, post=200, roles=PLACERS, record="agreement"),
    "admin:amend_agreement": Page(STAFF, post=200, roles=PLACERS, record="internship"),
    # Only the colleague who is named: the manager of the world.
    "admin:sign_agreement": Page(
        STAFF,
        post=200,
        roles=("campus_manager",),
        record="agreement",
        others={"administrator": (403, 403)},
    ),
    "admin:agreement_scan": Page(STAFF, post=200, roles=PLACERS, record="agreement"),
    "admin:check_scan": Page(STAFF, post=200, roles=PLACERS, record="signed_scan"),
    "admin:agreement_file": Page(STAFF, record="agreement"),
    "admin:scan_file": Page(STAFF, record="signed_scan"),
}
RECORDS: dict[str, Records] = {
    "placements_internshipagreement": Records(
        "agreement",
        ("admissions", "coach", "placement", "campus_manager", "reporting", "data_protection"),
        has_verbs=True,
    ),
}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs("placements_internshipagreement", PLACERS, "ask_again cancel"),
}
