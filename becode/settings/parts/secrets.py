"""The signing key of a trial installation."""

import contextlib
import os
import secrets
from pathlib import Path


def secret_key(data_dir: Path) -> str:
    """Read the key of this data folder, making it the first time (mode 600)."""
    path = data_dir / "secret-key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        fresh = data_dir / f"secret-key.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # the first process's key is everybody's
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()
