"""The demo logins of a trial: one random password a data folder, in a file beside the data."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from becode.accounts.models import User

FILE_NAME = "demo-logins.txt"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters and digits that look alike
PASSWORD_LENGTH = 12


def write(users: Iterable[User]) -> Path | None:
    """Give each demo account a fresh password and write them down, mode 600; returns the file.

    Outside a trial nothing is written and no account gets a password: the answer is None.
    A line holds the address, the password, and whose it is, in columns.
    Raises ValueError for an account that is not a demo one.
    """
    if not settings.DEMO_PASSWORDS:
        return None
    rows: list[tuple[str, str, str]] = []
    for user in users:
        if not user.is_demo:
            raise ValueError("only demo accounts get a password")
        password = "".join(secrets.choice(ALPHABET) for _letter in range(PASSWORD_LENGTH))
        User.objects.filter(pk=user.pk).update(password=make_password(password))
        work = ", ".join(user.roles) or "company"
        rows.append((user.email, password, f"{user.name} ({work})"))
    width = max((len(row[0]) for row in rows), default=0)
    path = Path(settings.DATA_DIR) / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{email:<{width}}  {word}  {whose}\n" for email, word, whose in rows)
    fresh.replace(path)
    return path
