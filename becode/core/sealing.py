"""Encryption of short secrets at rest: codes, links, special categories, drafts.

Keys are derived from SECRET_KEY (and from each of SECRET_KEY_FALLBACKS for reading).
"""

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotOpen(Exception):
    """The sealed value was made with another key, or is damaged."""


def _fernet(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    hashlib.blake2b(key.encode(), digest_size=32, person=purpose.encode()).digest()
                )
            )
            for key in map(str, keys)
        ]
    )


def seal(value: Any, *, purpose: str) -> bytes:
    """Encrypt a JSON value; `purpose` (at most 16 ASCII characters) separates the keys."""
    return _fernet(purpose).encrypt(json.dumps(value, ensure_ascii=False).encode())


def unseal(sealed: bytes | memoryview, *, purpose: str) -> Any:
    """The value that was sealed; raises CannotOpen."""
    try:
        return json.loads(_fernet(purpose).decrypt(bytes(sealed)))
    except InvalidToken as error:
        raise CannotOpen(purpose) from error


def new_token() -> str:
    """A secret for a link: 192 random bits, URL-safe, 32 characters."""
    return secrets.token_urlsafe(24)


def token_digest(token: str) -> str:
    """What is stored of a link's secret: SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def keyed_digest(value: str, *, purpose: str) -> str:
    """A digest that cannot be guessed without SECRET_KEY: for short codes and addresses."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"{purpose}:{value}".encode(), hashlib.sha256
    ).hexdigest()
