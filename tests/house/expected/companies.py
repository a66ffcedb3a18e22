"""Companies in the staff site: places, log, owner, agreements, twins, sheets: who gets what."""

from tests.house.expecting import ALL, PLACERS, STAFF, Page, Records, verbs

PAGES: dict[str, Page] = {
    "admin:company_duplicates": Page(STAFF, roles=PLACERS),
    # Without a word which record stays, nothing happens.
    "admin:company_duplicate": Page(STAFF, post=302, roles=PLACERS, record="company_pair"),
    "admin:company_import": Page(STAFF, post=200, roles=PLACERS),
    "admin:company_export": Page(STAFF),
    "admin:framework_file": Page(STAFF, record="framework"),
}
RECORDS: dict[str, Records] = {
    "placements_frameworkagreement": Records("framework", ALL, has_verbs=True),
}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs("placements_company", PLACERS, "note step-done establishment close-establishment"),
    **verbs("placements_company", PLACERS, "framework owner roles move-contact unmerge"),
    **verbs("placements_frameworkagreement", PLACERS, "activate renew change document seat"),
    **verbs("placements_frameworkagreement", PLACERS, "release-seat end"),
}
