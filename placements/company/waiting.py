"""What waits for an answer of one contact: each thing one line with one button.

A part of the portal registers what it asks of companies, in a module of its own under
`placements/company/waits/` (and names that in its `__init__`):

    @waits_for(ContactRole.SIGNATORY, order=20)
    def to_sign(contact: CompanyContact, at: datetime) -> Iterable[Waiting]:
        ...

A source is asked only for contacts with one of its roles (none named: for everybody). It asks a
constant number of queries, at most `MOST` things, and names nothing that the contact may not see.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from placements.enums import ContactRole
from placements.models import CompanyContact

MOST = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the home page.

    `text` says what, `hint` adds at most a few words, `action` stands on the button that leads to
    `url`. `due_on` is the day by which it is wanted: what is due sooner comes first.
    """

    text: str
    action: str
    url: str
    hint: str = ""
    due_on: date | None = None
    is_late: bool = False


Source = Callable[[CompanyContact, datetime], Iterable[Waiting]]
_sources: list[tuple[int, tuple[ContactRole, ...], Source]] = []


def waits_for(*roles: ContactRole, order: int) -> Callable[[Source], Source]:
    """Register a source; among things with the same day (or none) the lower `order` is first."""

    def register(source: Source) -> Source:
        if all(known is not source for _order, _roles, known in _sources):
            _sources.append((order, roles, source))
            _sources.sort(key=lambda entry: entry[0])
        return source

    return register


def waiting_for(contact: CompanyContact, *, at: datetime) -> list[Waiting]:
    """Everything that this contact can answer now; the most urgent first."""
    found = [
        (item.due_on or date.max, order, item)
        for order, roles, source in _sources
        if not roles or contact.has_role(*roles)
        for item in source(contact, at)
    ]
    return [item for _day, _order, item in sorted(found, key=lambda entry: entry[:2])]
