"""Management commands of a running site, answered by one process that has the site loaded.

Loading it takes longer than nearly every command of a journey. Each command runs in a child of
that process: what it changes in memory goes with it, as if it had been started alone.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Timer
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120.0


class Commands:
    """The process, started at the first command; `close` ends it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self._process: subprocess.Popen[str] | None = None

    def run(self, *arguments: str) -> str:
        """Run a command; answers what it printed. Raises AssertionError when it fails."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        print(json.dumps(arguments), file=process.stdin, flush=True)
        # Whoever takes too long is ended with the process, and the line below finds its end.
        alarm = Timer(SECONDS, process.kill)
        alarm.start()
        line = process.stdout.readline()
        alarm.cancel()
        alarm.join()
        assert line, f"manage.py {arguments[0]} did not end in {SECONDS:.0f} seconds"
        done = json.loads(line)
        assert done["code"] == 0, done["printed"] + done["complained"]
        return done["printed"]

    def close(self) -> None:
        if self._process is not None:
            self._process.communicate()  # its input ends, and so does it
            self._process = None

    def _start(self) -> "subprocess.Popen[str]":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.commands"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self._process


def _serve() -> None:
    """Answer each line, which names a command, with a line that tells what came of it."""
    import django

    django.setup()
    for line in sys.stdin:
        print(json.dumps(_in_a_child(json.loads(line))), flush=True)


def _in_a_child(arguments: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryFile("w+") as printed, tempfile.TemporaryFile("w+") as complained:
        child = os.fork()
        if child == 0:
            os.dup2(printed.fileno(), 1)
            os.dup2(complained.fileno(), 2)
            os._exit(_execute(arguments))
        _child, status = os.waitpid(child, 0)
        printed.seek(0)
        complained.seek(0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "printed": printed.read(),
            "complained": complained.read(),
        }


def _execute(arguments: list[str]) -> int:
    """The exit code that `manage.py` would have; nothing may leave this function but that."""
    from django.core.management import execute_from_command_line

    code = 0
    try:
        execute_from_command_line(["manage.py", *arguments])
    except SystemExit as exit:
        code = exit.code if isinstance(exit.code, int) else int(exit.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    _serve()
