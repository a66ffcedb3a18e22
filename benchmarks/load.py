"""A web server on a free port of this machine, and many clients that ask it at once.

For measurements and drills. Everything listens on loopback and stops by itself.
"""

import http.client
import multiprocessing
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120  # seconds that a start or a whole run may take before it has failed


@dataclass(frozen=True)
class Post:
    """One form that a browser sends: where to, with which headers, and its body."""

    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Answers:
    """What came back: how often each status, the seconds each took, and all together."""

    statuses: Counter = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def p99(self) -> float:
        return sorted(self.times)[int(len(self.times) * 0.99)]

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds


@contextmanager
def site(module: str, **environment: str) -> Iterator[int]:
    """The application of this module behind the web server of production; yields the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", f"{module}:application", "--interface", "wsgi"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "2"]
    command += ["--blocking-threads", "32", "--no-ws", "--log-level", "error"]
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        env={
            **os.environ,
            "REDIS_URL": "redis://127.0.0.1:1/0",  # nobody is there: forms work without
            "PORT": str(port),
            "PYTHONWARNINGS": "ignore",
            **environment,
        },
        start_new_session=True,
    )
    try:
        end = time.monotonic() + PATIENCE
        while not _answers(port):
            if time.monotonic() > end:
                raise TimeoutError(f"{module} does not answer")
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/", headers=host_header(port))
        return line.getresponse().status < 500
    except OSError:
        return False
    finally:
        line.close()


def host_header(port: int) -> dict[str, str]:
    """The name under which the site is known, with the port."""
    from django.conf import settings

    return {"Host": f"{urlsplit(settings.BASE_URL).hostname or 'localhost'}:{port}"}


def shoot(port: int, posts: Sequence[Post], *, processes: int) -> Answers:
    """Send all posts from so many processes at once, each its share, one after the other."""
    from django.db import connections

    connections.close_all()  # a forked process must not share the parent's connection
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(processes + 1), context.Queue()
    host = host_header(port)
    clients = [
        context.Process(
            target=_send, args=(port, host, posts[number::processes], start, answers), daemon=True
        )
        for number in range(processes)
    ]
    for client in clients:
        client.start()
    start.wait(PATIENCE)
    began = time.perf_counter()
    found = [one for _client in clients for one in answers.get(timeout=PATIENCE)]
    seconds = time.perf_counter() - began
    for client in clients:
        client.join(PATIENCE)
    return Answers(Counter(status for status, _t in found), [took for _s, took in found], seconds)


def _send(port: int, host: dict[str, str], posts: Any, start: Any, answers: Any) -> None:
    found: list[tuple[Any, float]] = []
    try:
        start.wait(PATIENCE)
        for post in posts:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            began = time.perf_counter()
            line.request("POST", post.path, body=post.body, headers={**host, **post.headers})
            answer = line.getresponse()
            answer.read()
            found.append((answer.status, time.perf_counter() - began))
            line.close()
    except Exception as error:
        found.append((type(error).__name__, 0.0))
    answers.put(found)
