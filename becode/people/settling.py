"""What a merge of two people moves, and what the apps settle first. Each in its `merging.py`.

::

    moves("applicants.application.person", "applicants.seatoffer.person")
    stays("portal.signout.person")

    @settles_merges
    class OpenApplications:
        key = "applicants"

        def settle(self, *, kept, absorbed, actor, at): ...  # may raise IllegalMove
        def undo(self, settled, *, kept, absorbed, actor, at): ...

A column that points at Person and is named by neither is moved; a test asks for its line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import models

from becode.core.actors import Actor
from becode.people.models import Person


class Settlement(Protocol):
    """One app's say in a merge, inside its transaction and with both people locked.

    `settle` runs before anything moves and answers what `undo` will need: keys and states,
    never names. `undo` runs after everything is back at its old record.
    """

    key: str

    def settle(
        self, *, kept: Person, absorbed: Person, actor: Actor, at: datetime
    ) -> dict[str, Any]: ...

    def undo(
        self,
        settled: dict[str, Any],
        *,
        kept: Person,
        absorbed: Person,
        actor: Actor,
        at: datetime,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Relation:
    """A column of some table that points at a person."""

    model: type[models.Model]
    column: str

    @property
    def name(self) -> str:
        return f"{self.model._meta.label_lower}.{self.column}"


_moving: set[str] = set()
_staying: set[str] = set()
_settlements: list[Settlement] = []


def moves(*names: str) -> None:
    """Rows of these columns go along to the record that is kept."""
    _moving.update(names)


def stays(*names: str) -> None:
    """Rows of these columns stay where they are."""
    _staying.update(names)


def settles_merges(settlement: type[Settlement]) -> type[Settlement]:
    """Register an app's settlement, in the order of the installed applications."""
    _settlements.append(settlement())
    return settlement


def settlements() -> list[Settlement]:
    return list(_settlements)


def relations() -> Iterator[Relation]:
    """Every column that points at a person, the history of the person's own row left out."""
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if not hasattr(model, "pgh_obj"):
            yield Relation(model, relation.field.name)


def moving() -> list[Relation]:
    return [relation for relation in relations() if relation.name not in _staying]


def without_a_rule() -> set[str]:
    """Columns that no app has spoken about."""
    return {relation.name for relation in relations()} - _moving - _staying
