"""A worker and a beat as real processes on a test's database, with a Redis of their own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from redis import Redis as Client

from becode.embedded.redis import Redis

ROOT = Path(__file__).resolve().parents[2]
QUEUES = "mail,sms,sweep,exports"
CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "becode.celery"]
COMMANDS = {
    "worker": [
        *CELERY,
        *[
            "worker",
            "--loglevel",
            "error",
            "--queues",
            QUEUES,
            "--concurrency",
            "2",
        ],
        *["--without-mingle", "--without-gossip", "--without-heartbeat"],
    ],
    "web": [
        *[sys.executable, "-m", "granian", "becode.wsgi:application", "--interface", "wsgi"],
        *["--host", "127.0.0.1", "--port", "{port}", "--workers", "1", "--blocking-threads", "16"],
        *["--no-ws", "--respawn-failed-workers", "--log-level", "error"],
    ],
    "beat": [*CELERY, "beat", "--loglevel", "error", "--pidfile", "", "--schedule", "{beat}"],
}
SENDERS = 2  # as many messages as one worker has in flight


class Processes:
    """Starts, kills and finally stops them; use it in a `with` block."""

    def __init__(
        self,
        *,
        mail_url: str,
        mail_path: str = "",
        database_url: str = "",
        settings_module: str = "tests.drills.settings",
    ) -> None:
        """`mail_path`: the sink's socket, for machines in network namespaces of their own."""
        self.folder = Path(tempfile.mkdtemp(prefix="becode-drill-"))
        self.redis = Redis(self.folder)
        self.mail_url = mail_url
        self.mail_path = mail_path
        self.database_url = database_url
        self.settings_module = settings_module
        self.port = _free_port()
        self.kills = 0
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Processes":
        self.redis.start()
        return self

    def __exit__(self, *error: object) -> None:
        for name in list(self._running):
            self._end(name)
        self.redis.stop()
        shutil.rmtree(self.folder)

    @property
    def have_own_networks(self) -> bool:
        """Whether machines get network namespaces: as root, where the kernel has them."""
        return bool(self.mail_path) and _may_unshare()

    def start(self, what: str, machine: str = "") -> None:
        """Start "worker" or "beat"; with a `machine`, as "worker-b" beside others."""
        name = f"{what}-{machine}" if machine else what
        values = {"beat": self.folder / f"{name}-file", "port": self.port}
        command = [word.format(**values) for word in COMMANDS[what]]
        if machine and self.have_own_networks:
            port = self.mail_url.rpartition(":")[2]
            alone = ["unshare", "--net", sys.executable, "-m", "tests.drills.machine"]
            command = [*alone, port, self.mail_path, *command]
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str, *, counts: bool = True) -> None:
        """End it as a power cut does, with all its children; `counts` where it may be sending."""
        self._end(name)
        self.kills += counts

    def wait_for_web(self, *, seconds: float) -> None:
        def answers() -> bool:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return True
            except OSError:
                return False

        assert until(answers, seconds=seconds), self.log("web")[-3000:]

    def kill_one_child(self) -> None:
        """End one of the worker's children in the middle of its task."""
        parent = self._running["worker"].pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        if children:
            os.kill(int(children[0]), signal.SIGKILL)
            self.kills += 1

    def empty_redis(self) -> None:
        with Client.from_url(self.redis.url) as client:
            client.flushall()

    def start_redis(self) -> None:
        """Start it anew after `redis.stop()`, at the same socket."""
        self.redis = Redis(self.folder)
        self.redis.start()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _end(self, name: str) -> None:
        process = self._running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def _environment(self) -> dict[str, str]:
        database = self.database_url or re.sub(
            r"/[^/?]+(\?|$)", rf"/{connection.settings_dict['NAME']}\1", os.environ["DATABASE_URL"]
        )
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": self.settings_module,
            "DATABASE_URL": database,
            "REDIS_URL": self.redis.url,
            "EMAIL_URL": self.mail_url,
            "PORT": str(self.port),
            "SECRET_KEY": settings.SECRET_KEY,  # theirs must open what ours sealed
            "PYTHONWARNINGS": "ignore",
        }


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@cache
def _may_unshare() -> bool:
    try:
        done = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def until(condition, *, seconds: float) -> bool:
    """Whether the condition came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())
