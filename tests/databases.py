"""Databases of the tests, copied from one that was migrated once for these migrations."""

import fcntl
import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import environ
import psycopg2

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "becode_migrated_"


@contextmanager
def maintenance():
    """A cursor that may create and drop databases of the tests' server."""
    server = environ.Env.db_url_config(os.environ["DATABASE_URL"])
    connection = psycopg2.connect(
        dbname="postgres",
        host=server["HOST"],
        port=server["PORT"] or None,
        user=server["USER"],
        password=server["PASSWORD"],
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def address_of(name: str) -> str:
    """The URL of another database of the same server."""
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def drop(name: str) -> None:
    with maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def migrated() -> str:
    """The name of an empty database with every migration, made where it is missing.

    Whoever comes meanwhile waits; what older migrations made is dropped.
    """
    name = PREFIX + _digest()
    folder = Path(os.environ["BECODE_DATA_DIR"])
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = _known()
        if name not in known:
            for old in known:
                drop(old)
            _make(name)
    return name


def _digest() -> str:
    """Of everything that decides what a migrated database looks like."""
    found = hashlib.sha256()
    ours = [path for path in ROOT.glob("*/**/migrations/*.py") if ".venv" not in path.parts]
    for path in sorted([*ours, ROOT / "requirements" / "dev.txt"]):
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _known() -> list[str]:
    with maintenance() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        return [name for (name,) in cursor.fetchall()]


def _make(name: str) -> None:
    building = f"{PREFIX}building"
    drop(building)
    with maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "{building}"')
    environment = {
        **os.environ,
        "DATABASE_URL": address_of(building),
        "DJANGO_SETTINGS_MODULE": "becode.settings.test",
    }
    for command in ("migrate", "createcachetable"):
        subprocess.run(
            [sys.executable, "manage.py", command, "-v0"], cwd=ROOT, env=environment, check=True
        )
    with maintenance() as cursor:
        cursor.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
