"""Where accounts without a role land after signing in: each portal registers whom it is for."""

from collections.abc import Callable
from typing import Any

Landing = Callable[[Any], str | None]
_landings: list[Landing] = []


def landing(finder: Landing) -> Landing:
    """Register a function `user -> address or None`."""
    if finder not in _landings:
        _landings.append(finder)
    return finder


def landing_for(user: Any) -> str | None:
    """The first portal that knows this account."""
    return next((found for finder in _landings if (found := finder(user))), None)
