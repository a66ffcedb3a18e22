"""The embedded servers: joined, left, killed, misplaced. Real servers in folders of our own."""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import environ
import psycopg2
import pytest
from redis import Redis as RedisClient
from redis.exceptions import RedisError

from becode import embedded
from becode.embedded import machine, postgres, redis, servers

is_root = os.geteuid() == 0
root_only = pytest.mark.skipif(not is_root, reason="only root runs PostgreSQL as somebody else")

USE_FOR_EVER = """
import sys, time
from pathlib import Path
from becode import embedded
held = embedded.ensure(Path(sys.argv[1]), durable=False)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A short folder that everybody may enter, and nothing left of it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="embedded-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    for data_dir in [path.parent for path in folder.rglob("servers.lock")]:
        embedded.remove(data_dir)
        assert not _socket_folders(data_dir)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def made_once() -> Iterator[Path]:
    """A data folder whose database exists already, as making one takes most of a second."""
    folder = Path(tempfile.mkdtemp(prefix="embedded-", dir="/tmp"))
    folder.chmod(0o755)
    embedded.ensure(folder / "var", durable=False).stop()
    yield folder / "var"
    embedded.remove(folder / "var")
    shutil.rmtree(folder)


@pytest.fixture
def user_process() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Start a process that uses the servers until it is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(data_dir: Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", USE_FOR_EVER, str(data_dir)],
            cwd=servers.CHECKOUT,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def _socket_folders(data_dir: Path) -> list[Path]:
    digest = hashlib.sha256(str(data_dir).encode()).hexdigest()[:10]
    return list(Path("/tmp").glob(f"becode-*-{digest}"))


def _select(held: embedded.Servers, statement: str) -> object:
    """Ask one value, over the address as django-environ reads it."""
    address = environ.Env.db_url_config(held.database_url)
    connection = psycopg2.connect(
        host=address["HOST"], user=address["USER"], dbname=address["NAME"]
    )
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def _answers(held: embedded.Servers) -> bool:
    """Whether both servers answer."""
    try:
        return (
            _select(held, "SELECT 1") == 1 and RedisClient.from_url(held.redis_url).ping() is True
        )
    except (psycopg2.OperationalError, RedisError):
        return False


def _postmaster(data_dir: Path) -> int:
    return int((data_dir / "postgres/data/postmaster.pid").read_text().split()[0])


def test_servers_speak_utc_and_utf8_and_refuse_eviction(made_once: Path) -> None:
    with embedded.ensure(made_once, durable=False) as held:
        assert _select(held, "SHOW timezone") == "UTC"
        assert _select(held, "SHOW server_encoding") == "UTF8"
        assert _select(held, "SELECT upper('é') || current_database()") == "Ébecode"
        assert _select(held, "SHOW listen_addresses") == ""
        policy = RedisClient.from_url(held.redis_url).config_get("maxmemory-policy")
        assert policy == {"maxmemory-policy": "noeviction"}


def test_last_one_out_stops_them(made_once: Path) -> None:
    first = embedded.ensure(made_once, durable=False)
    second = embedded.ensure(made_once, durable=False)
    first.stop()
    assert _answers(second)
    second.stop()
    assert not _answers(second)
    assert not _socket_folders(made_once)


def test_stopping_twice_changes_nothing_for_others(made_once: Path) -> None:
    first = embedded.ensure(made_once, durable=False)
    with embedded.ensure(made_once, durable=False) as second:
        first.stop()
        first.stop()
        assert _answers(second)


def test_forked_child_cannot_stop_its_parents_servers(made_once: Path) -> None:
    with embedded.ensure(made_once, durable=False) as held:
        child = os.fork()
        if child == 0:
            held.stop()
            os._exit(0)
        os.waitpid(child, 0)
        assert _answers(held)


def test_killed_starter_leaves_servers_that_the_next_one_joins_and_stops(
    made_once: Path, user_process: Callable[[Path], subprocess.Popen[str]]
) -> None:
    starter = user_process(made_once)
    before = _postmaster(made_once)
    starter.kill()
    starter.wait()
    held = embedded.ensure(made_once, durable=False)
    assert _postmaster(made_once) == before
    assert _answers(held)
    held.stop()
    assert not _answers(held)


def test_everything_killed_at_once_starts_again_with_its_data(made_once: Path) -> None:
    held = embedded.ensure(made_once, durable=False)
    _select(held, "CREATE TABLE IF NOT EXISTS kept (word text)")
    _select(held, "INSERT INTO kept VALUES ('here')")
    _select(held, "CHECKPOINT")
    os.kill(_postmaster(made_once), signal.SIGKILL)
    os.kill(int((made_once / "redis/redis.pid").read_text()), signal.SIGKILL)
    with embedded.ensure(made_once, durable=False) as again:
        assert _answers(again)
        assert _select(again, "SELECT DISTINCT word FROM kept") == "here"
    held.stop()


def test_stranger_with_the_number_of_a_dead_server_is_left_alone(made_once: Path) -> None:
    embedded.ensure(made_once, durable=False).stop()
    owner = (made_once / "postgres/data").stat()
    who = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if is_root else {}
    stranger = subprocess.Popen(["sleep", "30"], **who)
    pid_file = made_once / "postgres/data/postmaster.pid"
    pid_file.write_text(
        f"{stranger.pid}\n{made_once}/postgres/data\n{int(time.time())}\n5432\n\n\n"
    )
    os.chown(pid_file, owner.st_uid, owner.st_gid)
    pid_file.chmod(0o600)
    try:
        with embedded.ensure(made_once, durable=False) as held:
            assert _answers(held)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_sockets_taken_by_a_cleaner_come_back(made_once: Path) -> None:
    held = embedded.ensure(made_once, durable=False)
    for folder in _socket_folders(made_once):
        shutil.rmtree(folder)
    assert not _answers(held)
    with embedded.ensure(made_once, durable=False) as again:
        assert _answers(again)
    held.stop()


def test_frozen_redis_is_replaced(made_once: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis, "ANSWER_WITHIN_SECONDS", 0.2)
    held = embedded.ensure(made_once, durable=False)
    frozen = int((made_once / "redis/redis.pid").read_text())
    os.kill(frozen, signal.SIGSTOP)
    with embedded.ensure(made_once, durable=False) as again:
        assert _answers(again)
    assert not machine.is_process(frozen, "redis.sock")
    held.stop()


def test_two_checkouts_do_not_meet(made_once: Path, open_folder: Path) -> None:
    with embedded.ensure(made_once, durable=False) as one:
        with embedded.ensure(open_folder / "another one's var", durable=False) as other:
            assert one.database_url != other.database_url
            RedisClient.from_url(one.redis_url).set("whose", "mine")
            assert RedisClient.from_url(other.redis_url).get("whose") is None
        assert _answers(one)


def test_remove_refuses_while_in_use(made_once: Path) -> None:
    with embedded.ensure(made_once, durable=False) as held:
        with pytest.raises(embedded.EmbeddedError, match="in use"):
            embedded.remove(made_once)
        assert _answers(held)


@root_only
def test_closed_parent_stays_closed_and_the_database_moves(
    open_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = open_folder / "home"
    closed.mkdir(mode=0o700)
    with embedded.ensure(closed / "var", durable=False) as held:
        assert _answers(held)
    outside = (closed / "var/postgres").readlink()
    assert outside.is_relative_to(postgres.COMMON_PLACE)
    assert str(outside) in capsys.readouterr().err
    assert closed.stat().st_mode & 0o777 == 0o700
    with embedded.ensure(closed / "var", durable=False) as held:
        assert _answers(held)
    assert capsys.readouterr().err == ""
    embedded.remove(closed / "var")
    assert not outside.exists()


@root_only
def test_copied_checkout_does_not_touch_the_original_database(open_folder: Path) -> None:
    copy = open_folder / "var"
    copy.mkdir()
    (copy / "postgres").symlink_to(postgres.COMMON_PLACE / "original")
    with pytest.raises(embedded.EmbeddedError, match="a checkout at another place"):
        embedded.ensure(copy, durable=False)
    (copy / "postgres").unlink()


@root_only
def test_programs_are_copied_for_an_account_that_cannot_enter_the_environment(
    monkeypatch: pytest.MonkeyPatch, open_folder: Path
) -> None:
    monkeypatch.setattr(postgres, "COMMON_PLACE", open_folder / "common")
    nobody = machine.account_for(open_folder / "nowhere", for_root="nobody")
    may_execute = machine.Account.can_execute
    monkeypatch.setattr(
        machine.Account,
        "can_execute",
        lambda self, program: ".venv" not in program.parts and may_execute(self, program),
    )
    strict = os.umask(0o077)
    try:
        programs = postgres._find_programs(nobody)
    finally:
        os.umask(strict)
    assert programs.is_relative_to(open_folder / "common")
    monkeypatch.undo()
    assert nobody.can_execute(programs / "initdb")


@root_only
def test_ordinary_user_runs_their_own_and_root_joins_them(
    monkeypatch: pytest.MonkeyPatch, open_folder: Path
) -> None:
    """A forked child becomes an ordinary user: its servers are that user's."""
    user = pwd.getpwnam("daemon")
    home = open_folder / "home"
    home.mkdir()
    os.chown(home, user.pw_uid, user.pw_gid)
    programs = postgres._find_programs(machine.Account(user.pw_uid, user.pw_gid))
    monkeypatch.setattr(postgres, "_find_programs", lambda account: programs)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
            with embedded.ensure(home / "var", durable=False, redis=False):
                code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (home / "var").stat().st_mode & 0o777 == 0o700
    assert (home / "var/postgres/data").stat().st_uid == user.pw_uid
    with embedded.ensure(home / "var", durable=False, redis=False) as held:
        assert _select(held, "SELECT 1") == 1
        assert Path(f"/proc/{_postmaster(home / 'var')}").stat().st_uid == user.pw_uid


def test_folder_of_somebody_else_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, open_folder: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(embedded.EmbeddedError, match="belongs to another account"):
        machine.account_for(open_folder, for_root="nobody")


def test_socket_folder_of_somebody_else_is_refused(open_folder: Path) -> None:
    account = machine.Account(os.geteuid(), os.getegid())
    digest = machine.short_hash(open_folder)
    squatted = Path(f"/tmp/becode-{account.uid}-{digest}")
    squatted.mkdir()
    squatted.chmod(0o755)
    try:
        with pytest.raises(embedded.EmbeddedError, match="not a private folder"):
            machine.socket_folder(account, open_folder)
    finally:
        squatted.rmdir()


def test_full_disk_is_said_plainly(monkeypatch: pytest.MonkeyPatch, open_folder: Path) -> None:
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 0)
    )
    with pytest.raises(embedded.EmbeddedError, match=re.escape("The disk is full")):
        embedded.ensure(open_folder / "var", durable=False)


def test_missing_redis_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, open_folder: Path
) -> None:
    monkeypatch.setattr(redis, "OLDEST_VERSION", (99, 0))
    with pytest.raises(embedded.EmbeddedError, match="apt-get install redis-server"):
        embedded.ensure(open_folder / "var", durable=False)


def test_environment_keeps_what_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/school")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")
    monkeypatch.setattr(servers, "ensure", lambda **_: pytest.fail("nothing is to be started"))
    embedded.ensure_environment()
    assert os.environ["DATABASE_URL"] == "postgres://elsewhere/school"


def test_tests_ignore_the_database_of_the_shell(
    monkeypatch: pytest.MonkeyPatch, made_once: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://production/school")
    monkeypatch.setenv("BASE_URL", "https://school.example")
    monkeypatch.setenv("BECODE_TEST_DATA_DIR", str(made_once))
    for name in ("REDIS_URL", "BECODE_DATA_DIR", *servers.SETTINGS_OF_THE_SHELL):
        monkeypatch.setenv(name, os.environ.get(name, ""))  # so that it is put back
    held = embedded.ensure(made_once, durable=False)
    registered: list[Callable[[], None]] = []
    monkeypatch.setattr(servers.atexit, "register", registered.append)
    embedded.ensure_test_environment()
    assert os.environ["DATABASE_URL"] == held.database_url
    assert "BASE_URL" not in os.environ
    for stop in registered:
        stop()
    held.stop()
