"""What every test is held to: no network, no undefined name in a page, no order by chance.

Loaded as a pytest plugin (pyproject.toml), so that it holds before the first fixture.
"""

import ipaddress
import random
import socket
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = ("becode.", "cohorts.", "applicants.", "placements.")
# Templates that replace the theme's own keep its habits.
THEME = ("admin", "unfold", "django", "allauth")


class NetworkRefused(AssertionError):
    """A test wanted to reach another machine."""


class UndefinedName(AssertionError):
    """A template of ours uses a name that its view does not give it."""


# No network outside loopback ------------------------------------------------------------------


def is_near(address: Any) -> bool:
    """Whether an address is on this machine: a socket's path, or loopback."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _guard_network() -> None:
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)

        def guarded(self: Any, address: Any, original: Any = original) -> Any:
            if not is_near(address):
                raise NetworkRefused(f"a test wanted to connect to {address}")
            return original(self, address)

        setattr(socket.socket, name, guarded)
    resolve = socket.getaddrinfo

    def guarded_lookup(host: Any, *arguments: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not is_near((name,)):
            raise NetworkRefused(f"a test wanted the address of {name}")
        return resolve(host, *arguments, **named)

    socket.getaddrinfo = guarded_lookup  # type: ignore[assignment]


# No undefined names in our templates ----------------------------------------------------------


class StrictNothing(str):
    """What Django puts for an undefined name: nothing, and in our own templates a fault.

    Names behind `|default` may be absent, and `{% if %}` and `{% for %}` never ask here.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        caller = sys._getframe(1)
        if caller.f_code.co_name == "resolve":
            expression = caller.f_locals.get("self")
            filters = getattr(expression, "filters", None)
            if filters is not None and not _has_default(filters):
                origin = _origin(caller)
                if is_strict(origin):
                    raise UndefinedName(f"{expression.token!r} in {origin}")
        return False


def _has_default(filters: Any) -> bool:
    return any(function.__name__ in ("default", "default_if_none") for function, _args in filters)


def _origin(frame: FrameType | None) -> str:
    """The file of the template node that is being rendered."""
    from django.template.base import Node

    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            return str(node.origin.name)
        frame = frame.f_back
    return ""


def is_strict(origin: str) -> bool:
    """Whether a template is our own: not a library's, and not one that replaces a library's."""
    path = Path(origin)
    if not path.is_relative_to(ROOT) or ".venv" in path.parts:
        return False
    templates = ROOT / "templates"
    return not (path.is_relative_to(templates) and path.relative_to(templates).parts[0] in THEME)


@pytest.fixture(scope="session", autouse=True)
def _strict_templates() -> None:
    from django.template import engines

    engines["django"].engine.string_if_invalid = StrictNothing()


# No order by chance ---------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _shuffled_results() -> None:
    """Give rows of our models in a random order where a query asks for none."""
    from django.db.models import QuerySet

    original = QuerySet._fetch_all
    shuffler = random.Random(2026)

    def shuffling(self: Any) -> None:
        is_fresh = self._result_cache is None
        original(self)
        rows = self._result_cache
        if is_fresh and len(rows) > 1 and not self.ordered and is_ours(self.model):
            shuffler.shuffle(rows)

    QuerySet._fetch_all = shuffling  # type: ignore[method-assign]


def is_ours(model: Any) -> bool:
    return str(model.__module__).startswith(OURS)


_guard_network()
