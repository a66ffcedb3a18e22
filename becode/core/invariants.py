"""Rules over stored data that a query can check: each app declares its own in `invariants.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.module_loading import autodiscover_modules


class Check(Protocol):
    def __call__(self, *, at: datetime) -> "int | QuerySet[Any, Any]":
        """The rows that break the rule at this moment, or how many they are."""


@dataclass(frozen=True, slots=True)
class Invariant:
    key: str
    sentence: str
    check: Check

    def count(self, *, at: datetime) -> int:
        """How many rows break the rule; 0 is good."""
        broken = self.check(at=at)
        return broken if isinstance(broken, int) else broken.count()


_invariants: dict[str, Invariant] = {}


def invariant(key: str, sentence: str) -> Callable[[Check], Check]:
    """Declare a rule: `key` is `app.rule`, `sentence` says in plain words what always holds."""

    def declare(check: Check) -> Check:
        known = _invariants.setdefault(key, Invariant(key, sentence, check))
        if known.check is not check:
            raise ValueError(f"two invariants are called {key}")
        return check

    return declare


def invariants() -> list[Invariant]:
    """Every rule of every app, by key."""
    autodiscover_modules("invariants")
    return [_invariants[key] for key in sorted(_invariants)]
