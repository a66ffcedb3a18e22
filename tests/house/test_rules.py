"""Rules over the whole project that no single test file would notice."""

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.house.texts import CODE, ROOT

CODE_LINES, TEST_LINES = 400, 1000
# Everybody's, beside those of Python itself.
# The last one is what `make drill` tells its own runs.
NOT_SETTINGS = {"PATH", "HOME", "DJANGO_SETTINGS_MODULE", "BECODE_DRILL_REPORT"}
READS_ENVIRONMENT = re.compile(
    r"""(?:\benv\.\w+\(|os\.environ\.get\(|os\.environ\[|os\.getenv\(|environ\.get\()\s*"""
    r"""["']([A-Z][A-Z0-9_]+)["']"""
)


def python_files(*folders: str) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def commands() -> set[str]:
    return {
        path.stem
        for path in python_files(*CODE)
        if path.parent.parts[-2:] == ("management", "commands") and path.stem != "__init__"
    }


def variables() -> set[str]:
    """The environment variables that our code reads."""
    found = {
        name for path in python_files(*CODE) for name in READS_ENVIRONMENT.findall(path.read_text())
    }
    return {name for name in found - NOT_SETTINGS if not name.startswith("PYTHON")}


def test_imports_go_down():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue())


@pytest.mark.parametrize(
    ("folders", "limit"), [(CODE, CODE_LINES), (("tests",), TEST_LINES)], ids=["code", "tests"]
)
def test_files_are_short(folders, limit):
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines())
        for path in python_files(*folders)
    }
    assert {name: lines for name, lines in lengths.items() if lines > limit} == {}


def test_every_command_is_documented():
    text = (ROOT / "docs" / "operations.md").read_text()
    assert {name for name in commands() if f"`{name}" not in text} == set()
    assert "create_admin" in commands()


@pytest.mark.parametrize("document", [".env.example", "docs/operations.md"])
def test_every_variable_is_documented(document):
    text = (ROOT / document).read_text()
    assert {name for name in variables() if not re.search(rf"\b{name}\b", text)} == set()
    assert {"DATABASE_URL", "SECRET_KEY", "TRUSTED_PROXIES"} <= variables()


def test_warnings_are_errors(pytestconfig):
    assert pytestconfig.getini("filterwarnings")[0] == "error"


def test_repository_has_no_work_left_for_later():
    words = re.compile(r"#\s*(?:TODO|FIXME|XXX)\b")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in python_files(*CODE, "tests")
        if words.search(path.read_text())
    ]
    assert found == []
