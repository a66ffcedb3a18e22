"""`make test`: a complaint of a linter counts whatever the tests say; costly worlds are one."""

import os
import threading

import pytest

from becode import check
from tests.spreading import Spreading


@pytest.fixture
def outcome(monkeypatch):
    """A function that answers what `make test` finds, with such linters and such tests."""

    def run(lint, tests):
        monkeypatch.setattr(check, "_lint", lint)
        monkeypatch.setattr(check, "_test", lambda workers: tests)
        return check._lint_and_test("3")

    return run


def test_linters_and_tests_both_count(outcome):
    assert outcome(lambda content: [], []) == []
    assert outcome(lambda content: ["types"], []) == ["types"]
    assert outcome(lambda content: [], ["tests"]) == ["tests"]
    assert outcome(lambda content: ["types"], ["tests"]) == ["types", "tests"]


def test_what_every_run_of_the_drills_saw_stands_at_the_end(monkeypatch, capsys):
    def run(arguments):
        with open(os.environ["BECODE_DRILL_REPORT"], "a") as report:
            report.write(f"saw {arguments[2]}\n")
        return arguments[2] == check.FULL_DEMO

    monkeypatch.setenv("BECODE_DRILL_REPORT", "")  # back to what it was afterwards
    monkeypatch.setattr(check, "_pytest", run)

    assert check._drill() == ["full demo"]
    said = capsys.readouterr().out
    assert said == (
        f"\nWhat the drills saw:\n\nsaw {check.FULL_DEMO}\nsaw --ignore={check.FULL_DEMO}\n\n"
    )


def test_linters_that_cannot_run_are_no_good_linters(outcome, monkeypatch):
    monkeypatch.setattr(threading, "excepthook", lambda told: None)

    def lint(content):
        raise FileNotFoundError("djade")

    assert outcome(lint, []) == ["linters"]


def test_who_is_content_is_told_after_the_tests(outcome, capsys):
    def lint(content):
        content("  types: good (1.0 s)")
        return []

    outcome(lint, [])
    assert capsys.readouterr().out == "  types: good (1.0 s)\n"


@pytest.mark.parametrize(
    ("nodeid", "scope"),
    [
        ("tests/journeys/test_apply.py::test_apply", "tests/journeys/"),
        ("tests/journeys/test_seats.py::test_fills[a/b::c]", "tests/journeys/"),
        ("tests/house/test_rules.py::test_a", "tests/house/test_rules.py::test_a"),
    ],
)
def test_journeys_stay_together_and_others_go_one_by_one(nodeid, scope):
    assert Spreading._split_scope(None, nodeid) == scope
