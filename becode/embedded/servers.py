"""Who uses the servers, and until when.

Whoever uses them holds a shared lock on `servers.lock`; the last one out stops them. Starting and
stopping take turns by `starting.lock`. The system frees both locks when a process dies, so that a
killed one leaves at worst two running servers, which the next one joins.
"""

from __future__ import annotations

import atexit
import errno
import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from becode.embedded.errors import EmbeddedError
from becode.embedded.machine import NAME, remove_socket_folders, tries
from becode.embedded.postgres import Postgres
from becode.embedded.redis import Redis

CHECKOUT = Path(__file__).resolve().parents[2]
# What a shell may have set for another purpose, and what would change the tests.
SETTINGS_OF_THE_SHELL = (
    "ALLOWED_HOSTS",
    "BASE_URL",
    "BECODE_DEV",
    "CACHE_URL",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_URL",
    "ORGANISATION_EMAIL",
    "ORGANISATION_NAME",
    "ORGANISATION_PHONE",
    "PORT",
    "SECOND_FACTOR_DEMANDED_OF",
    "SECRET_KEY",
    "SMS_BACKEND",
    "TRUSTED_PROXIES",
)


class Servers:
    """Running servers, ours until `stop()`; the last one to stop them really does."""

    def __init__(
        self, data_dir: Path, postgres: Postgres | None, redis: Redis | None, lock: int
    ) -> None:
        self.data_dir = data_dir
        self._postgres = postgres
        self._redis = redis
        self._lock: int | None = lock
        self._owner = os.getpid()

    @property
    def database_url(self) -> str:
        assert self._postgres is not None, "ensure() was asked for no PostgreSQL"
        return self._postgres.url

    @property
    def redis_url(self) -> str:
        assert self._redis is not None, "ensure() was asked for no Redis"
        return self._redis.url

    def run_program(self, name: str, arguments: list[str]) -> int:
        """Run one of PostgreSQL's own programs, such as `pg_dump`; answer its exit code.

        Raises EmbeddedError where there is no such program.
        """
        assert self._postgres is not None, "ensure() was asked for no PostgreSQL"
        programs = self._postgres.programs
        if name not in os.listdir(programs):
            raise EmbeddedError(f"PostgreSQL has no program '{name}'.")
        address = {"PGHOST": str(self._postgres.sockets), "PGUSER": NAME, "PGDATABASE": NAME}
        command = [str(programs / name), *arguments]
        return subprocess.run(command, env=os.environ | address, check=False).returncode

    def stop(self) -> None:
        """Let go of the servers. A forked child's call does nothing: the lock is its parent's."""
        if self._lock is None or self._owner != os.getpid():
            return
        lock, self._lock = self._lock, None
        try:
            with _taking_turns(self.data_dir):
                _leave(self.data_dir, lock)
        except FileNotFoundError:  # somebody deleted the data; PostgreSQL notices that itself
            Redis(self.data_dir).stop()
        finally:
            os.close(lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def default_data_dir() -> Path:
    """The folder that `BECODE_DATA_DIR` names, else `var/`; the settings answer the same."""
    return Path(os.environ.get("BECODE_DATA_DIR") or CHECKOUT / "var").resolve()


def ensure(
    data_dir: Path | None = None,
    *,
    durable: bool = True,
    postgres: bool = True,
    redis: bool = True,
) -> Servers:
    """Start the servers of the data folder, or join them.

    `durable=False` is for data that a power cut may take, such as the tests'; whoever starts the
    servers decides it. Raises EmbeddedError, in words for people.
    """
    folder = (data_dir or default_data_dir()).resolve()
    with _plain_errors(folder):
        _make_data_dir(folder)
        with _taking_turns(folder):
            lock = _open_lock(folder / "servers.lock")
            try:
                fcntl.flock(lock, fcntl.LOCK_SH)
                cluster = Postgres(folder) if postgres else None
                if cluster and not cluster.is_running():
                    cluster.start(durable=durable)
                if cluster:
                    cluster.create_database()
                broker = Redis(folder) if redis else None
                if broker and not broker.is_running():
                    broker.start()
            except BaseException:
                with suppress(EmbeddedError):  # the first error says more
                    _leave(folder, lock)
                os.close(lock)
                raise
    return Servers(folder, cluster, broker, lock)


def ensure_environment(*, durable: bool = True) -> None:
    """Set DATABASE_URL and REDIS_URL where they are missing, from servers held until exit.

    Child processes inherit the variables and need no lock: their parent holds it.
    """
    without_database = not os.environ.get("DATABASE_URL")
    without_redis = not os.environ.get("REDIS_URL")
    if not without_database and not without_redis:
        return
    servers = ensure(durable=durable, postgres=without_database, redis=without_redis)
    atexit.register(servers.stop)
    if without_database:
        os.environ["DATABASE_URL"] = servers.database_url
    if without_redis:
        os.environ["REDIS_URL"] = servers.redis_url


def ensure_test_environment() -> None:
    """Point the tests at servers and a data folder of their own, whatever the shell has set.

    `BECODE_TEST_DATABASE_URL` and `BECODE_TEST_REDIS_URL` name others;
    `BECODE_TEST_DATA_DIR` names another folder than `var/test`.
    """
    folder = Path(os.environ.get("BECODE_TEST_DATA_DIR") or CHECKOUT / "var" / "test").resolve()
    for name in SETTINGS_OF_THE_SHELL:
        os.environ.pop(name, None)
    os.environ["BECODE_DATA_DIR"] = str(folder)
    os.environ["DATABASE_URL"] = os.environ.get("BECODE_TEST_DATABASE_URL", "")
    os.environ["REDIS_URL"] = os.environ.get("BECODE_TEST_REDIS_URL", "")
    ensure_environment(durable=False)


def remove(data_dir: Path | None = None) -> None:
    """Delete the data folder and the database that belongs to it, wherever it lives.

    Raises EmbeddedError while somebody uses the servers.
    """
    folder = (data_dir or default_data_dir()).resolve()
    if not folder.exists():
        return
    with _plain_errors(folder), _taking_turns(folder):
        lock = _open_lock(folder / "servers.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise EmbeddedError(
                f"The servers of {folder} are in use. Stop 'make run' and the tests first."
            ) from error
        else:
            _stop_all(folder)
            if (folder / "postgres").exists():
                Postgres(folder).remove()
            remove_socket_folders(folder)
            shutil.rmtree(folder)
        finally:
            os.close(lock)


def _leave(data_dir: Path, lock: int) -> None:
    """Stop the servers unless somebody else still holds the lock."""
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _stop_all(data_dir)


def _stop_all(data_dir: Path) -> None:
    """Stop both, whichever of them we asked for: nobody else is left to do it."""
    for kind, name in ((Postgres, "postgres"), (Redis, "redis")):
        if (data_dir / name).exists():
            server = kind(data_dir)
            if server.is_running():
                server.stop()


def _make_data_dir(folder: Path) -> None:
    """Make the folder: private, but for root, whose `nobody` must pass through to its own part."""
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            folder.chmod(0o711)


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)


@contextmanager
def _taking_turns(data_dir: Path) -> Iterator[None]:
    """Let one process at a time start or stop the servers."""
    turn = _open_lock(data_dir / "starting.lock")
    try:
        for _ in tries(180):
            with suppress(BlockingIOError):
                fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
        else:
            raise EmbeddedError(
                f"Another process has been starting or stopping the servers of {data_dir} for "
                "three minutes. End it, then try again."
            )
        yield
    finally:
        os.close(turn)


@contextmanager
def _plain_errors(data_dir: Path) -> Iterator[None]:
    """Say in words what the system refused."""
    try:
        yield
    except OSError as error:
        place = error.filename or data_dir
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise EmbeddedError(f"The disk is full: {place}. Free some space.") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise EmbeddedError(
                f"This account may not write to {place} ({error.strerror}). Work as the account "
                "that owns it, or set BECODE_DATA_DIR to a folder of your own."
            ) from error
        raise EmbeddedError(f"The servers cannot start: {error}.") from error
