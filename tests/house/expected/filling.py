"""The lists of those who wait, and the page on which a cohort is filled: who gets what."""

from tests.house.expected.lists import EXPORTERS
from tests.house.expecting import DECIDERS, STAFF, VIEWERS, Page, Records

PAGES: dict[str, Page] = {
    "admin:waitlists": Page(STAFF, roles=VIEWERS),
    "admin:waitlist": Page(STAFF, roles=VIEWERS, record="waitlist"),
    # A file leaves by a POST that says which kind; an empty one leads back.
    "admin:waitlists_export": Page(STAFF, get=405, post=302, roles=EXPORTERS),
    "admin:waitlist_export": Page(STAFF, get=405, post=302, roles=EXPORTERS, record="waitlist"),
    # An empty round is nobody's: it leads back.
    "admin:fill_cohort": Page(STAFF, post=302, roles=VIEWERS, post_roles=DECIDERS, record="cohort"),
    "admin:in_line_again": Page(STAFF, get=405, post=302, roles=DECIDERS, record="pass_over"),
}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = {}
