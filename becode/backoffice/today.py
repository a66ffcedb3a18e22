"""The registry behind Today: what waits for this colleague, each app in its own `today.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.core import clock

SHOWN = 5


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

    @property
    def first(self) -> tuple[tuple[str, str], ...]:
        """As many as a card shows."""
        return self.items[:SHOWN]


Builder = Callable[[User, datetime], list[Task]]
_builders: list[Builder] = []


def today(builder: Builder) -> Builder:
    """Register a function `(user, at) -> tasks` that asks a constant number of queries."""
    _builders.append(builder)
    return builder


def greeting(user: User, *, at: datetime) -> str:
    """Good morning, afternoon or evening by the clock of Brussels, with the first name."""
    hour = at.astimezone(clock.BRUSSELS).hour
    name = {"name": user.get_short_name()}
    if hour < 12:
        return _("Good morning, %(name)s") % name
    if hour < 18:
        return _("Good afternoon, %(name)s") % name
    return _("Good evening, %(name)s") % name


def tasks_for(user: User, *, at: datetime) -> list[Task]:
    """Everything that waits for this colleague, urgent first; empty kinds are left out."""
    tasks = [task for builder in _builders for task in builder(user, at) if task.count]
    return sorted(tasks, key=lambda task: not task.urgent)
