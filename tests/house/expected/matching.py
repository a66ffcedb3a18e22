"""Who fits where, a learner's own answers, and talks: who gets what."""

from tests.house.expecting import COMPANY, PERSON, PLACERS, STAFF, Page, Records, verbs

PAGES: dict[str, Page] = {
    "admin:matching": Page(STAFF, roles=PLACERS),
    "admin:proposal_round": Page(STAFF, get=302, post=302, roles=PLACERS),
    "placements:company:cv": Page(COMPANY, record="proposal"),
    "placements:company:cv_paper": Page(COMPANY, record="proposal"),
    "placements:company:offer_moments": Page(COMPANY, post=200, record="proposal"),
    "placements:company:cancel_talk": Page(COMPANY, post=302, record="talk"),
    "placements:company:talk_calendar": Page(COMPANY, record="talk"),
    "placements:my:edit_profile": Page(PERSON, post=302, others={"stranger": (404, 404)}),
    "placements:my:cv": Page(PERSON, others={"stranger": (404, 405)}),
    "placements:my:cv_paper": Page(PERSON, others={"stranger": (404, 405)}),
    "placements:my:positions": Page(PERSON, post=302, others={"stranger": (404, 404)}),
    "placements:my:put_aside": Page(PERSON, post=302, record="position"),
    "placements:my:proposal": Page(PERSON, post=302, record="proposal"),
    "placements:my:cancel_talk": Page(PERSON, post=302, record="talk"),
    "placements:my:talk_calendar": Page(PERSON, record="talk"),
}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = verbs("placements_proposal", PLACERS, "agree refuse")
