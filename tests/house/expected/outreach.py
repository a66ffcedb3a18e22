"""Outreach, referral and the space of referring partners: who gets what."""

from tests.house.expecting import (
    DECIDERS,
    OPEN,
    REFERRER,
    REPORTING,
    STAFF,
    Page,
    Records,
    verbs,
)

PAGES: dict[str, Page] = {
    "short_link": Page(OPEN, get=302, record="short_link"),
    "applicants:referrers:home": Page(REFERRER),
    "applicants:referrers:new": Page(REFERRER, post=200),
    "applicants:referrers:referral": Page(REFERRER, record="referral"),
    "applicants:referrers:ask_again": Page(REFERRER, post=302, record="referral"),
    "applicants:referrers:answer": Page(OPEN, post=200, record="answer_link"),
    "admin:attendance": Page(STAFF, post=200, roles=DECIDERS, record="activity"),
    "admin:activity_poster": Page(STAFF, roles=DECIDERS, record="activity"),
    "admin:partner_poster": Page(STAFF, roles=DECIDERS, record="partner"),
    "admin:sheet_file": Page(STAFF, roles=DECIDERS, record="activity"),
    "admin:outreach_results": Page(STAFF, roles=(*DECIDERS, REPORTING)),
}
RECORDS: dict[str, Records] = {
    "applicants_outreachactivity": Records(
        "activity", DECIDERS, add=DECIDERS, change=DECIDERS, has_verbs=True
    ),
    "applicants_outreachcontact": Records("met", DECIDERS),
    "applicants_referralpartner": Records(
        "partner", DECIDERS, add=DECIDERS, change=DECIDERS, has_verbs=True
    ),
    "applicants_referral": Records("referral", DECIDERS, has_verbs=True),
}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs("applicants_outreachactivity", DECIDERS, "held photo plan-again cancel"),
    **verbs("applicants_referralpartner", DECIDERS, "contact invite end-access"),
    **verbs("applicants_referral", DECIDERS, "confirm-by-phone declined-by-phone"),
}
