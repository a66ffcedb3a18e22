"""The whole site for browser tests: web, worker, beat, a database and a Redis of its own, a mail
sink. With one Redis for two sites, a worker would take the other's work and find nothing to do.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

from becode.embedded.redis import Redis
from tests.databases import address_of, drop, maintenance, migrated
from tests.journeys.commands import Commands

QUEUES = "sweep,mail,sms,exports"
ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 60.0
# With what an e-mail service signs its reports.
REPORTS = "reports:a-secret-of-at-least-thirty-two-signs"


class Mailbox(MessageHandler):
    """Keeps every message that the sink took, parsed."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list = []

    def handle_message(self, message) -> None:
        self.messages.append(message)

    def wait_for(
        self, address: str, containing: str = "", *, since: int = 0, seconds: float = 40.0
    ):
        """The newest message to an address, after the first `since`, that holds these words.

        The subject is the first line of what is looked through: words that end in a line
        break name a subject, which no other message shares.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for message in reversed(self.messages[since:]):
                if address in message["To"] and containing in text_of(message):
                    return message
            time.sleep(0.1)  # waits for another process, bounded by `seconds`
        subjects = [(message["To"], message["Subject"]) for message in self.messages]
        raise AssertionError(f"no message to {address} with {containing!r}; there are {subjects}")


def text_of(message) -> str:
    """The plain text of a message with its subject in front."""
    part = message.get_body(("plain",)) if hasattr(message, "get_body") else None
    if part is None:
        part = next(p for p in message.walk() if p.get_content_type() == "text/plain")
    body = part.get_payload(decode=True).decode(part.get_content_charset() or "utf-8")
    return f"{message['Subject']}\n{body}"


@dataclass
class Site:
    """A running site."""

    base: str
    mailbox: Mailbox
    commands: Commands
    environment: dict[str, str]
    processes: list[subprocess.Popen] = field(default_factory=list)
    signed_in: dict[str, list] = field(default_factory=dict)  # address → cookies

    def command(self, *arguments: str) -> str:
        """Run a management command against this site; answers what it printed."""
        return self.commands.run(*arguments)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def running_site(name: str) -> Iterator[Site]:
    """Start everything on a fresh database called `name`; stop it all afterwards."""
    url = _fresh_database(name)
    mailbox = Mailbox()
    sink = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    sink.start()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="becode-journeys-") as folder:
        redis = Redis(Path(folder))
        redis.start()
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "becode.settings.embedded",
            "DATABASE_URL": url,
            "REDIS_URL": redis.url,
            "BECODE_DATA_DIR": folder,
            "PORT": str(port),
            "BASE_URL": f"http://localhost:{port}",
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "ANYMAIL_WEBHOOK_SECRET": REPORTS,
            "DJANGO_ALLOW_ASYNC_UNSAFE": "",
        }
        site = Site(f"http://localhost:{port}", mailbox, Commands(environment), environment)
        try:
            site.command("collectstatic", "--noinput", "-v0")
            _start(site, port, Path(folder))
            yield site
        finally:
            site.commands.close()
            _stop(site)
            redis.stop()
            sink.stop()
            drop(name)


def _start(site: Site, port: int, folder: Path) -> None:
    celery = ["-m", "celery", "--quiet", "-A", "becode.celery"]
    commands = [
        ["-m", "granian", "becode.wsgi:application", "--interface", "wsgi"]
        + ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
        + ["--blocking-threads", "8", "--no-ws", "--log-level", "error"],
        [*celery, "worker", "--concurrency", "1", "--loglevel", "warning", "-Q", QUEUES]
        + ["--without-mingle", "--without-gossip"],
        [*celery, "beat", "--loglevel", "warning", "--pidfile", ""]
        + ["--schedule", str(folder / "beat")],
    ]
    for number, command in enumerate(commands):
        log = (folder / f"process-{number}.log").open("w")
        site.processes.append(
            subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=site.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        )
        log.close()
    _wait_until_ready(site, port)


def _wait_until_ready(site: Site, port: int) -> None:
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/health/ready", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)  # waits for another process, bounded by READY_WITHIN
    raise AssertionError("the site was not ready in time")


def _stop(site: Site) -> None:
    for process in site.processes:
        process.terminate()
    for process in site.processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=5)


def _fresh_database(name: str) -> str:
    """Create a migrated database beside the tests' own; answers its URL."""
    drop(name)
    with maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated()}"')
    return address_of(name)
