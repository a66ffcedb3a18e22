"""How messages leave: who gets what."""

from tests.house.expecting import MANAGER, STAFF, Page, Records

PAGES: dict[str, Page] = {
    "admin:message_status": Page(STAFF, roles=(MANAGER,)),
}
RECORDS: dict[str, Records] = {}
VERBS: dict[str, tuple[str, ...]] = {}
