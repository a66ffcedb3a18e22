"""What each drill saw, at the end of all of them: pytest keeps what a test that passes prints.

`make drill` runs pytest more than once and shows all of it together: BECODE_DRILL_REPORT names the
file where the runs leave theirs.
"""

import os
from pathlib import Path

import pytest

_lines = pytest.StashKey[list[str]]()


def pytest_configure(config):
    config.stash[_lines] = []


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    is_result = report.when == "call" or (report.failed and report.when == "setup")
    if is_result and item.get_closest_marker("drill"):
        item.config.stash.setdefault(_lines, []).extend(_saw(item, report))


def _saw(item, report):
    state = "good" if report.passed else "left out" if report.skipped else "NOT GOOD"
    name = item.name.removeprefix("test_").replace("_", " ")
    yield f"{state}  {report.duration:5.0f} s  {name}"
    for line in report.capstdout.splitlines():
        if line.startswith("  ") and line.strip():
            yield f"                 {line.strip()}"


def pytest_terminal_summary(terminalreporter, config):
    lines = config.stash.get(_lines, [])
    if not lines:
        return
    path = os.environ.get("BECODE_DRILL_REPORT")
    if path:
        with Path(path).open("a") as report:
            report.writelines(f"{line}\n" for line in lines)
    else:
        terminalreporter.section("what the drills saw")
        for line in lines:
            terminalreporter.write_line(line)
