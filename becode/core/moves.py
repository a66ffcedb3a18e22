"""States and the table of legal moves between them."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class IllegalMove(Exception):
    """A change that the record's present state does not allow; `sentence` is for people."""

    sentence: str | Promise = _("This is not possible any more: something changed in between.")

    def __init__(self, sentence: str | Promise | None = None) -> None:
        if sentence is not None:
            self.sentence = sentence
        super().__init__(str(self.sentence))


class Stale(IllegalMove):
    """Somebody else changed the record first."""


class Moves:
    """The legal moves of one kind of record: from each state, the states it may go to."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._table = {state: frozenset(targets) for state, targets in table.items()}

    def allow(self, old: str, new: str) -> bool:
        return new in self._table.get(old, frozenset())

    def sources(self, new: str) -> frozenset[str]:
        """The states from which `new` may be reached."""
        return frozenset(old for old, targets in self._table.items() if new in targets)

    def check(self, old: str, new: str) -> None:
        """Raise IllegalMove unless the table lists this move."""
        if not self.allow(old, new):
            raise IllegalMove


def claim(instance: models.Model, *, moves: Moves, to: str, **also: object) -> str:
    """Move one row by compare-and-set and return the state it left.

    `also` are fields set in the same statement. Raises IllegalMove when the table does not
    list the move, Stale when the row is no longer in the state this instance was read in.
    """
    old: str = instance.state  # type: ignore[attr-defined]
    moves.check(old, to)
    manager = type(instance)._base_manager
    if manager.filter(pk=instance.pk, state=old).update(state=to, **also) != 1:
        raise Stale
    for name, value in {"state": to, **also}.items():
        setattr(instance, name, value)
    return old


def claim_all(instances: Sequence[models.Model], *, moves: Moves, to: str, **also: object) -> str:
    """Move many rows of one kind by compare-and-set and return the one state they left.

    All or none, if the caller is inside a transaction. Raises IllegalMove when they are not all
    in one state or the table does not list the move, Stale when a row was moved by somebody else.
    """
    states = {instance.state for instance in instances}  # type: ignore[attr-defined]
    if len(states) != 1:
        raise IllegalMove
    (old,) = states
    moves.check(old, to)
    manager = type(instances[0])._base_manager
    rows = manager.filter(pk__in=[instance.pk for instance in instances], state=old)
    if rows.update(state=to, **also) != len(instances):
        raise Stale
    for instance in instances:
        for name, value in {"state": to, **also}.items():
            setattr(instance, name, value)
    return str(old)
