"""The page of an intern is made of blocks: agreement, months, evaluations, hire …

A part of the portal registers a block in a module of its own under `placements/company/blocks/`
(and names that in its `__init__`):

    @intern_block(order=30)
    def months(internship: Internship, contact: CompanyContact, at: datetime) -> Block | None:
        return Block("placements/company/blocks/months.html", {"months": …})

The template gets `internship`, `request` (with `request.rights`) and the block's own context as
`own`; it holds one `<section class="panel">` with a heading of the second level. None shows
nothing. A block asks a constant number of queries.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from placements.models import CompanyContact, Internship


@dataclass(frozen=True, slots=True)
class Block:
    """One part of an intern's page: which template, with what."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Maker = Callable[[Internship, CompanyContact, datetime], Block | None]
_makers: list[tuple[int, Maker]] = []


def intern_block(*, order: int) -> Callable[[Maker], Maker]:
    """Register a block; the lower `order` stands higher on the page."""

    def register(maker: Maker) -> Maker:
        if all(known is not maker for _order, known in _makers):
            _makers.append((order, maker))
            _makers.sort(key=lambda entry: entry[0])
        return maker

    return register


def blocks_of(internship: Internship, *, contact: CompanyContact, at: datetime) -> list[Block]:
    """The blocks of this page, from top to bottom."""
    made = (maker(internship, contact, at) for _order, maker in _makers)
    return [block for block in made if block is not None]
