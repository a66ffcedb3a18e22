"""`make lint`, `make test`, `make drill`, `make bench`: what they run, in order, with times."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from becode.launch.browser import BrowserError, find_browser
from becode.translations import CatalogueError, compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
OUR_CODE = ("becode", "cohorts", "applicants", "placements", "manage.py")
DJANGO_VERSION = "5.2"
FULL_DEMO = "tests/drills/test_full_demo.py"


def main(arguments: list[str]) -> int:
    """Answer the exit code: 0 when everything passed."""
    parser = argparse.ArgumentParser(prog="python -m becode.check", description=__doc__)
    parser.add_argument("what", choices=["lint", "test", "drill", "bench"])
    parser.add_argument("--workers", default="3", help="processes for the tests, or 'auto'")
    options = parser.parse_args(arguments)
    try:
        compile_catalogues()
        if options.what == "lint":
            return _report(_lint())
        if options.what == "test":
            os.environ["CHROMIUM"] = find_browser()
            return _report(_lint_and_test(options.workers))
        if options.what == "drill":
            os.environ["CHROMIUM"] = find_browser()
            return _report(_drill())
        return _report(_bench())
    except (BrowserError, CatalogueError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _lint_and_test(workers: str) -> list[str]:
    """Lint while the tests run, as those wait for browsers and, at first, for their database.

    A complaint is shown at once; which linters were content, after the tests.
    """
    complaining = ["linters"]  # until all of them were run
    content: list[str] = []

    def lint() -> None:
        complaining[:] = _lint(content.append)

    # A daemon, so that whoever interrupts the tests need not wait for the linters.
    linting = threading.Thread(target=lint, daemon=True)
    linting.start()
    failed = _test(workers)
    linting.join()
    print("\n".join(content), flush=True)
    return [*complaining, *failed]


def _lint(content: Callable[[str], None] = print) -> list[str]:
    """Run every linter, whatever the others found; answer the names of those that complained.

    `content` gets a line for each of the others.
    """
    python = [sys.executable, "-m"]
    djade = str(Path(sys.executable).with_name("djade"))  # a program, not a module
    templates = sorted(str(path) for path in (ROOT / "templates").rglob("*.html"))
    steps = {
        "ruff check": [*python, "ruff", "check", "--quiet", "."],
        "ruff format": [*python, "ruff", "format", "--quiet", "--diff", "."],
        "imports": [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as c; c()",
        ],
        "templates": [djade, "--target-version", DJANGO_VERSION, "--check", *templates],
        "types": [*python, "mypy", *OUR_CODE],
    }
    return [name for name, command in steps.items() if not _passes(name, command, content)]


def _passes(name: str, command: list[str], content: Callable[[str], None]) -> bool:
    """Run one linter; print what it says only when it complains."""
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    seconds = time.monotonic() - started
    if done.returncode == 0:
        content(f"  {name}: good ({seconds:.1f} s)")
        return True
    print(f"\n  {name}: NOT GOOD ({seconds:.1f} s)\n{done.stdout}", flush=True)
    return False


def _test(workers: str) -> list[str]:
    """Run all tests but the drills; `auto` takes at most three processes, each with a database.

    One of them runs all journeys first (tests/spreading.py): a whole site and a browser, for
    which it waits half of the time. The others take test by test, so that all end together.
    """
    command = ["-n", workers, "--maxprocesses", "3", "--dist", "loadgroup", "-m", "not drill"]
    return [] if _pytest(command) == 0 else ["tests"]


def _drill() -> list[str]:
    """Run the drills one after the other, as they measure what a busy machine would blur.

    The full demo forks, which a process that has made papers or used threads cannot do safely:
    it has a process of its own. What all of them saw stands together at the end
    (tests/drills/conftest.py).
    """
    runs = {"full demo": [FULL_DEMO], "drills": [f"--ignore={FULL_DEMO}"]}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        os.environ["BECODE_DRILL_REPORT"] = str(report)
        failed = [name for name, files in runs.items() if _pytest(["-m", "drill", *files]) != 0]
        saw = report.read_text() if report.exists() else "nothing\n"
    print(f"\nWhat the drills saw:\n\n{saw}", flush=True)
    return failed


def _pytest(arguments: list[str]) -> int:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False
    ).returncode


def _bench() -> list[str]:
    """Run each file of `benchmarks/`; they print their figures."""
    scripts = sorted((ROOT / "benchmarks").glob("[a-z]*.py"))
    if not scripts:
        print("There is nothing to measure yet in benchmarks/.")
    failed = []
    for script in scripts:
        print(f"\n{script.stem}", flush=True)
        module = f"benchmarks.{script.stem}"
        if subprocess.run([sys.executable, "-m", module], cwd=ROOT, check=False).returncode:
            failed.append(script.stem)
    return failed


def _report(failed: list[str]) -> int:
    if failed:
        print(f"\nNot good: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
