"""What must be there before the site can serve: tables, translations, static files, demo data.

Each step is done only where something changed, and tells how long it took.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from becode.translations import compile_catalogues


class Step:
    """One line on the console: what is being done, how far, and how long it took."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.started = time.monotonic()

    def show(self, progress: str) -> None:
        """Overwrite the line on a terminal; elsewhere progress would be noise."""
        if sys.stdout.isatty():
            print(f"\r\033[K  {self.name}: {progress}", end="", flush=True)

    def done(self) -> None:
        clear = "\r\033[K" if sys.stdout.isatty() else ""
        print(f"{clear}  {self.name} ({time.monotonic() - self.started:.1f} s)", flush=True)


@contextmanager
def step(name: str) -> Iterator[Step]:
    """Show a step as it goes; a step that fails keeps its line."""
    current = Step(name)
    current.show("...")
    yield current
    current.done()


def prepare(*, with_static_files: bool, with_demo: bool) -> None:
    """Do all steps, in their order."""
    _migrate()
    if not _has_cache_table():
        with step("Cache table"):
            call_command("createcachetable", verbosity=0)
    if with_static_files:
        _collect_static()
    if with_demo:
        _seed_demo()
    connections.close_all()


def translate() -> None:
    """Compile the catalogues; apart from the rest, as Django reads them when it starts."""
    started = Step("Translations")
    if compile_catalogues():
        started.done()


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not pending:
        return
    with step(f"Database, {pending} migrations") as current:
        relay = _Relay(current, _migrations_applied(pending))
        call_command("migrate", interactive=False, stdout=relay)


class _Relay(io.StringIO):
    """Takes what a command prints, and turns it into the progress of a step."""

    def __init__(self, current: Step, progress: Callable[[str], str]) -> None:
        super().__init__()
        self._step, self._progress = current, progress

    def isatty(self) -> bool:
        return sys.stdout.isatty()

    def write(self, text: str) -> int:
        if progress := self._progress(text):
            self._step.show(progress)
        return len(text)


def _migrations_applied(total: int) -> Callable[[str], str]:
    """Count the lines in which `migrate` says that it applies one."""
    numbers = itertools.count(1)

    def progress(text: str) -> str:
        return f"{next(numbers)} of {total}" if text.strip().startswith("Applying") else ""

    return progress


def _overwritten_line(text: str) -> str:
    """Pick the lines that a command means to overwrite: they are its progress."""
    return text.removeprefix("\r\033[K").strip() if text.startswith("\r\033[K") else ""


def _has_cache_table() -> bool:
    table = settings.CACHES["default"]["LOCATION"]
    with connection.cursor() as cursor:
        return table in connection.introspection.table_names(cursor)


def _collect_static() -> None:
    """Gather and compress the static files when one of them changed."""
    stamp = Path(settings.STATIC_ROOT) / "fingerprint"
    fingerprint = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    with step("Static files"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(fingerprint)


def _static_fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _seed_demo() -> None:
    """Fill an empty school with demo data, the first time only."""
    from becode.people.models import Person  # models can be imported once Django is set up

    if Person.objects.exists():
        return
    with step("Demo data") as current:
        current.show("about 200 people")
        call_command("seed_demo", scale="small", stdout=_Relay(current, _overwritten_line))
