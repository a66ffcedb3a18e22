"""Mails about accounts, asked for by the sign-in library and written by those who stand above us.

`becode.messages` registers itself when it is ready: accounts cannot import it.
"""

from typing import Protocol

from allauth.account.utils import filter_users_by_email
from django.core.exceptions import ImproperlyConfigured

from becode.accounts.models import User


class Sender(Protocol):
    def __call__(self, template: str, *, user: User, address: str, code: str) -> None:
        """Send the mail that the library calls `template`; `code` is empty where it has none."""


class _Registered:
    sender: Sender | None = None


def register(sender: Sender) -> None:
    _Registered.sender = sender


def send(template: str, *, address: str, user: User | None, code: str) -> None:
    """Send a mail to an account; an address without one, or of a closed one, gets nothing."""
    if _Registered.sender is None:
        raise ImproperlyConfigured("No application sends the mails about accounts.")
    owner = user or _owner(address)
    if owner is not None and owner.is_active:
        _Registered.sender(template, user=owner, address=address, code=code)


def _owner(address: str) -> User | None:
    """The account the library means: its code mail names the address alone."""
    owners: list[User] = filter_users_by_email(address, is_active=True, prefer_verified=True)
    return owners[0] if owners else None
