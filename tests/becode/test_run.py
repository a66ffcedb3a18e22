"""The two commands: what they find missing, what they compile, start, stop and say."""

from __future__ import annotations

import ast
import builtins
import gettext
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from becode import bootstrap, embedded, translations
from becode.launch import browser, ports

ROOT = Path(__file__).resolve().parents[2]

# Two processes: one lives on, the other does what the argument says.
TWO_PROCESSES = """
import sys
from pathlib import Path
from becode.launch.processes import Processes
processes = Processes(lambda: print("started", flush=True))
processes.add("steady", [sys.executable, "-c", "import time; time.sleep(60)"], cwd=Path("/"))
processes.add("other", [sys.executable, "-c", sys.argv[1]], cwd=Path("/"))
sys.exit(processes.run())
"""

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Good morning"
msgstr "{translation}"

#, fuzzy
msgid "Good evening"
msgstr "Bonne nuit"
"""


@pytest.fixture
def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _write_catalogue(root: Path, translation: str) -> Path:
    source = root / "locale/fr/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(CATALOGUE.format(translation=translation), encoding="utf-8")
    return source


# Ports


def test_free_port_is_no_problem(free_port: int) -> None:
    assert ports.why_not(str(free_port), host="127.0.0.1") == ""


def test_taken_port_names_the_process_and_the_way_out(free_port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        problem = ports.why_not(str(free_port), host="127.0.0.1")
    assert problem.startswith(f"Port {free_port} is in use by ")
    if Path("/proc/net/tcp").exists():
        assert f"process {os.getpid()} " in problem
    assert problem.endswith("or run: PORT=8000 make run")


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 ", ""])
def test_impossible_port_is_refused_in_words(port: str) -> None:
    assert ports.why_not(port, host="127.0.0.1") == (
        f"PORT is '{port}'. It must be a number from 1 to 65535, such as 8000."
    )


# Translations


def test_catalogue_is_compiled_without_fuzzy_strings(tmp_path: Path) -> None:
    source = _write_catalogue(tmp_path, "Bonjour")
    assert translations.compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
    with source.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Good morning") == "Bonjour"
    assert compiled.gettext("Good evening") == "Good evening"


def test_catalogue_is_compiled_again_only_when_it_changed(tmp_path: Path) -> None:
    source = _write_catalogue(tmp_path, "Bonjour")
    translations.compile_catalogues(tmp_path)
    assert translations.compile_catalogues(tmp_path) == []
    _write_catalogue(tmp_path, "Salut")
    os.utime(source, ns=(10**18, 10**18))  # an older file than the compiled one
    assert translations.compile_catalogues(tmp_path) == [source.with_suffix(".mo")]


def test_broken_catalogue_is_named(tmp_path: Path) -> None:
    _write_catalogue(tmp_path, 'Bonjour"\nmsgstr[')
    with pytest.raises(translations.CatalogueError, match=r"fr/LC_MESSAGES/django\.po"):
        translations.compile_catalogues(tmp_path)


# The virtual environment


def test_bootstrap_can_be_read_by_an_old_python() -> None:
    ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 6))


def test_old_python_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    assert bootstrap.main(["base"]) == 1
    assert "needs Python 3.11 or newer, and python3 here is 3.9." in capsys.readouterr().err


def test_old_python_hands_over_to_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/opt/{name}")
    monkeypatch.setattr(bootstrap.os, "execv", lambda program, words: called.append(words))
    bootstrap.main(["dev"])
    assert called[0] == ["/opt/python3.12", bootstrap.__file__, "dev"]


def test_missing_venv_module_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def without_venv(name: str, *rest: object) -> object:
        if name == "venv":
            raise ImportError(name)
        return original(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_venv)
    assert "apt-get install python3-venv" in str(bootstrap.missing_on_this_machine("base"))


def test_python_without_a_redis_is_told_before_installing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 13, 1, "final", 0))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    assert "no Redis on this machine" in str(bootstrap.missing_on_this_machine("base"))


def test_full_disk_is_told_before_installing(monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil._ntuple_diskusage(10**9, 10**9 - 5_000_000, 5_000_000)
    monkeypatch.setattr(bootstrap.shutil, "disk_usage", lambda path: full)
    assert str(bootstrap.missing_on_this_machine("base")).startswith("The disk is full")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A `.venv` of our own that looks made, with nothing stamped."""
    home = tmp_path / ".venv"
    (home / "bin").mkdir(parents=True)
    (home / "bin/python").symlink_to(sys.executable)
    monkeypatch.setattr(bootstrap, "HOME", str(home))
    monkeypatch.setattr(bootstrap, "PYTHON", str(home / "bin/python"))
    monkeypatch.setattr(bootstrap, "UNFINISHED", str(home / "unfinished"))
    monkeypatch.setattr(bootstrap, "run_pip", lambda kind: 0)
    return home


def test_development_packages_hold_the_base(environment: Path) -> None:
    assert not bootstrap.is_ready("base")
    assert bootstrap.install("dev") == 0
    assert bootstrap.is_ready("base")
    assert bootstrap.is_ready("dev")
    pins = re.compile(r"^[a-z0-9-]+==\S+", re.MULTILINE)
    base = set(pins.findall(Path(bootstrap.requirements("base")).read_text()))
    assert len(base) > 50
    assert base <= set(pins.findall(Path(bootstrap.requirements("dev")).read_text()))


def test_changed_lock_is_installed_again(environment: Path) -> None:
    bootstrap.install("base")
    (environment / "installed-base").write_text("the lock of yesterday")
    assert not bootstrap.is_ready("base")


def test_interrupted_install_is_not_trusted(
    environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(kind: str) -> int:
        raise KeyboardInterrupt

    bootstrap.install("base")
    monkeypatch.setattr(bootstrap, "run_pip", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bootstrap.install("dev")
    assert not bootstrap.is_ready("base")
    assert not bootstrap.is_usable()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "The disk is full."),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM", "A package is not the one that was locked"),
        ("Failed to establish a new connection", "The package index cannot be reached."),
        ("ERROR: No matching distribution found for x", "A package has no ready-made build"),
        ("ERROR: something unheard of", "ERROR: something unheard of"),
    ],
)
def test_what_pip_says_is_explained(
    said: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap.explain(said)
    assert meant in capsys.readouterr().err


# The browser


def test_named_browser_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(browser.BrowserError, match="CHROMIUM is '/nowhere/chromium'"):
        browser.find_browser()


def test_no_browser_is_an_error_and_never_a_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "_on_the_path", lambda: "")
    monkeypatch.setattr(browser, "_playwrights_own", lambda: "")
    ran: list[list[str]] = []
    monkeypatch.setattr(browser, "_run", ran.append)
    with pytest.raises(browser.BrowserError, match="chromium-headless-shell fonts-noto-core"):
        browser.find_browser()
    assert ran[-1][1:] == ["-m", "playwright", "install", "chromium"]


# manage.py and make


@pytest.mark.parametrize("command", [["help"], ["version"], ["--help"]])
def test_commands_without_a_database_start_no_server(command: list[str], tmp_path: Path) -> None:
    environment = os.environ | {"BECODE_DATA_DIR": str(tmp_path / "var")}
    for name in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    assert not (tmp_path / "var/servers.lock").exists()


def test_manage_without_packages_says_what_to_run() -> None:
    done = subprocess.run(
        [sys.executable, "-S", "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The packages are not installed for this Python")


def test_every_target_tells_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text()
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make ([a-z-]+) +\S", done.stdout, re.MULTILINE)
    targets = re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)
    assert listed == [name for name in targets if not name.endswith("-packages")]


# The processes


@pytest.fixture
def two_processes() -> Iterator[object]:
    """Start two processes under honcho in a session of their own; the second runs our code."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", TWO_PROCESSES, code],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_one_process_that_ends_stops_the_others_and_is_named(two_processes: object) -> None:
    process = two_processes("raise SystemExit(7)")  # type: ignore[operator]
    printed, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "'other' ended by itself (exit code 7)." in printed


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_that_was_asked_for_is_no_failure(two_processes: object, number: int) -> None:
    code = "import os, time; print('pid', os.getpid(), flush=True); time.sleep(60)"
    process = two_processes(code)  # type: ignore[operator]
    child = 0
    while not child:
        found = re.search(r"pid (\d+)", process.stdout.readline())
        child = int(found[1]) if found else 0
    process.send_signal(number)
    process.communicate(timeout=20)
    assert process.returncode == 0
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


# The whole


@pytest.fixture
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("installation") / "var"
    yield folder
    embedded.remove(folder)


@pytest.mark.drill
def test_site_starts_stops_and_starts_again_on_the_same_data(
    installation: Path, free_port: int
) -> None:
    environment = os.environ | {"BECODE_DATA_DIR": str(installation), "PORT": str(free_port)}
    for name in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    logins = []
    for within_seconds in (300, 120):
        process = subprocess.Popen(
            [sys.executable, "-m", "becode.run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            printed = _read_until(process, "Stop with Ctrl-C.", within_seconds)
            for path in ("/nl/", "/fr/apply/", "/health/ready", "/accounts/login/"):
                address = f"http://localhost:{free_port}{path}"
                with urllib.request.urlopen(address, timeout=20) as answer:
                    assert answer.status == 200, path
            assert f"http://localhost:{free_port}/staff/" in printed
            assert "Warning" not in printed
            logins.append((installation / "demo-logins.txt").read_text())
            os.killpg(process.pid, signal.SIGINT)
            rest, _ = process.communicate(timeout=40)
            assert process.returncode == 0, rest
            assert "Traceback" not in printed + rest
        finally:
            if process.poll() is None:
                process.terminate()
                process.communicate(timeout=40)
    assert logins[0] == logins[1]


def _read_until(process: subprocess.Popen[str], mark: str, within_seconds: float) -> str:
    """Read what the process prints until the mark; fail with it all when it does not come."""
    printed, end = "", time.monotonic() + within_seconds
    assert process.stdout is not None
    for line in process.stdout:
        printed += line
        if mark in line:
            return printed
        if time.monotonic() > end:
            break
    pytest.fail(f"'{mark}' did not come:\n{printed}")
