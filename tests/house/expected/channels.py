"""Reports of providers, the choices of readers, addresses that do not work: who gets what."""

from tests.house.expecting import (
    COMPANY,
    HELPERS,
    OPEN,
    PERSON,
    STAFF,
    Page,
    Records,
    verbs,
)

PAGES: dict[str, Page] = {
    # For machines: without their secret nobody is heard, and no token of a form is asked for.
    "messaging:sms_status": Page(OPEN, get=405, post=404, without_token=404),
    "messaging:mail_event": Page(OPEN, get=405, post=404, without_token=404),
    "messaging:unsubscribe": Page(OPEN, get=302, post=400, record="own_mail", without_token=400),
    "preferences:by_link": Page(OPEN, post=302, record="own_mail"),
    "portal:my:preferences": Page(PERSON, post=302),
    "placements:company:preferences": Page(COMPANY, post=302),
    "admin:returned": Page(STAFF, roles=HELPERS),
}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = {
    **verbs("people_person", HELPERS, "works"),
    **verbs("messaging_message", HELPERS, "works"),
}
