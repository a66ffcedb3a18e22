"""A worker and a beat as real processes on a test's database, with a Redis of their own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.db import connection
from redis import Redis as Client

from becode.embedded.redis import Redis

ROOT = Path(__file__).resolve().parents[2]
CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "becode.celery"]
COMMANDS = {
    "worker": [
        *CELERY,
        *["worker", "--loglevel", "error", "--queues", "mail,sweep", "--concurrency", "2"],
        *["--without-mingle", "--without-gossip", "--without-heartbeat"],
    ],
    "beat": [*CELERY, "beat", "--loglevel", "error", "--pidfile", "", "--schedule", "{beat}"],
}
SENDERS = 2  # as many messages as one worker has in flight


class Processes:
    """Starts, kills and finally stops them; use it in a `with` block."""

    def __init__(self, *, mail_url: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="becode-drill-"))
        self.redis = Redis(self.folder)
        self.mail_url = mail_url
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

    def start(self, name: str) -> None:
        command = [word.format(beat=self.folder / "beat") for word in COMMANDS[name]]
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """End it as a power cut does, with all its children."""
        self._end(name)
        self.kills += 1

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

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _end(self, name: str) -> None:
        process = self._running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def _environment(self) -> dict[str, str]:
        database = re.sub(
            r"/[^/?]+(\?|$)", rf"/{connection.settings_dict['NAME']}\1", os.environ["DATABASE_URL"]
        )
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.drills.settings",
            "DATABASE_URL": database,
            "REDIS_URL": self.redis.url,
            "EMAIL_URL": self.mail_url,
            "SECRET_KEY": settings.SECRET_KEY,  # theirs must open what ours sealed
            "PYTHONWARNINGS": "ignore",
        }


def until(condition, *, seconds: float) -> bool:
    """Whether the condition came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())
