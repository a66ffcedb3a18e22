"""The processes of the site under honcho: all run, or all stop."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from honcho.compat import ProcessManager
from honcho.manager import Manager
from honcho.printer import Message, Printer

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class SafePrinter(Printer):
    """Writes each line at once and whole, also from a signal handler, also to a closed terminal."""

    def write(self, message: Message) -> None:
        data = message.data
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        clock = message.time.strftime(self.time_format)
        for line in filter(None, text.splitlines()):
            tell(f"{clock} {message.name.ljust(self.width)} | {line}")


def tell(text: str) -> None:
    """Print without a buffer; a terminal that went away is no reason to stop badly."""
    with suppress(OSError):
        os.write(sys.stdout.fileno(), f"{text}\n".encode())


class OneByOne(ProcessManager):
    """Asks the leader of each process group to stop; it stops its own children."""

    def terminate(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)

    def kill(self, pid: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


class Processes(Manager):
    """Honcho's manager, which also hears a closed terminal and a Ctrl-C that comes very early.

    `on_started` runs once, in a thread, when the processes have been started.
    """

    def __init__(self, on_started: Callable[[], None]) -> None:
        super().__init__(printer=SafePrinter(sys.stdout))
        self._procmgr = OneByOne()
        self._on_started = on_started
        self.stop_asked = False
        self.failed = ""

    def add(self, name: str, command: Sequence[str | Path], *, cwd: Path) -> None:
        """Add a process; `exec` leaves no shell between us and it."""
        words = shlex.join(str(word) for word in command)
        self.add_process(name, f"exec {words}", cwd=str(cwd))

    def run(self) -> int:
        """Run until a process ends or somebody asks to stop; answer the exit code."""
        self.loop()
        for process in self._processes.values():
            self._procmgr.kill(process["pid"])  # children that outlived their leader
        if self.stop_asked:
            return 0
        for name, process in self._processes.items():
            if process["pid"] == self._first_stopped:
                tell(f"\n'{name}' ended by itself (exit code {process['returncode']}).")
        return 1

    _first_stopped: int | None = None

    def terminate(self) -> None:
        if self._first_stopped is None:
            ended = [p["pid"] for p in self._processes.values() if "returncode" in p]
            self._first_stopped = ended[0] if ended else None
        super().terminate()

    def ask_to_stop(self) -> None:
        """Stop all; when asked again, at once."""
        if self._terminating:
            self.kill()
        self.stop_asked = True
        if self._all_started():
            self.terminate()

    def _start(self) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, self._on_signal)
        super()._start()
        threading.Thread(target=self._on_started, daemon=True).start()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self._terminating:
            tell("\nStopping ...")
        self.ask_to_stop()

    def _system_print(self, data: str) -> None:
        """Honcho reports each start and stop here; it is also our moment for an early Ctrl-C."""
        if self.stop_asked and self._all_started():
            self.terminate()
