"""The link at the foot of a mail of the world's person."""

from typing import Any

from becode.messages.preference_links import token_of


def keys(records: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Of the world's message; `records` are those of tests/house/world.py."""
    return {"own_mail": {"token": token_of(records["message"])}}
