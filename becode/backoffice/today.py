"""The registry behind Today: what waits for this colleague, each app in its own `today.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from becode.accounts.models import User


@dataclass(frozen=True, slots=True)
class Task:
    """A kind of work that waits: how much of it, where to do it, the first few by name.

    `items` are (text, address) pairs; `urgent` ones come first.
    """

    title: str | Promise
    count: int
    url: str
    items: tuple[tuple[str, str], ...] = ()
    urgent: bool = False
    hint: str | Promise = ""


Builder = Callable[[User, datetime], list[Task]]
_builders: list[Builder] = []


def today(builder: Builder) -> Builder:
    """Register a function `(user, at) -> tasks` that asks a constant number of queries."""
    _builders.append(builder)
    return builder


def tasks_for(user: User, *, at: datetime) -> list[Task]:
    """Everything that waits for this colleague, urgent first; empty kinds are left out."""
    tasks = [task for builder in _builders for task in builder(user, at) if task.count]
    return sorted(tasks, key=lambda task: not task.urgent)
