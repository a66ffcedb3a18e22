"""Addresses of pages that may not be there."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def url_or_none(name: str, *args: Any) -> str | None:
    """The address of a page by its URL name, or None where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None
