"""What apps show on the page of a person: each in its own `person_page.py`.

::

    @person_section
    def _applications(person: Person, user: User) -> list[Section]:
        return [table_section(_("Applications"), headers, rows)]
"""

from collections.abc import Callable

from becode.accounts.models import User
from becode.backoffice.parts import Section
from becode.people.models import Person

Builder = Callable[[Person, User], list[Section]]
_builders: list[Builder] = []


def person_section(builder: Builder) -> Builder:
    """Register a function `(person, user) -> sections`, with a constant number of queries.

    It shows only what the colleague may see: start from `visible_to(user)`.
    """
    _builders.append(builder)
    return builder


def sections_for(person: Person, *, user: User) -> list[Section]:
    """The sections of all apps, in the order of the installed applications."""
    return [section for builder in _builders for section in builder(person, user)]
