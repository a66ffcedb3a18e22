"""Waiting: a person's own places, and the link that asks whether they still wait."""

from tests.house.expecting import DECIDERS, OPEN, PERSON, Page, Records, verbs

PAGES: dict[str, Page] = {
    "applicants:public:waiting": Page(OPEN, post=302, record="waiting_link"),
    "applicants:my:more_time": Page(PERSON, post=302, record="offer"),
    "applicants:my:waiting": Page(PERSON, get=302),
    "applicants:my:waiting pk": Page(PERSON, record="application"),
    "applicants:my:order_campuses": Page(PERSON, get=405, post=302, record="application"),
    "applicants:my:pause": Page(PERSON, post=200, record="application"),
    "applicants:my:resume": Page(PERSON, get=405, post=302, record="application"),
    "applicants:my:leave_all": Page(PERSON, post=302, record="application"),
    # Their only list: left as all lists are.
    "applicants:my:leave_list": Page(PERSON, get=302, post=302, record="entry"),
    "applicants:my:take_back": Page(PERSON, get=405, post=302, record="entry"),
}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = verbs(
    "applicants_application", DECIDERS, "still-waits waits-no-more"
)
