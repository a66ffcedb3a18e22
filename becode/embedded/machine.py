"""The machine under the servers: accounts, private folders, processes, free space."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from becode.embedded.errors import EmbeddedError

NAME = "becode"
MEGABYTE = 1024 * 1024
# Not TMPDIR, which may be long, and may differ between two processes of one checkout.
SHORT_PLACE = Path("/tmp")


@dataclass(frozen=True)
class Account:
    """The operating system's account that runs a server."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    @property
    def name(self) -> str:
        return account_name(self.uid)

    def run(
        self, command: Sequence[str | Path], *, seconds: float = 60, within: Path = Path("/")
    ) -> tuple[int, str]:
        """Run a program as this account; answer its exit code and what it printed."""
        who: dict[str, Any] = {}
        if not self.is_ours:
            who = {"user": self.uid, "group": self.gid, "extra_groups": []}
        # A clean environment: PGDATA or PGOPTIONS of the caller mean another server.
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        try:
            done = subprocess.run(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=within,
                env=environment,
                umask=0o077,
                start_new_session=True,  # Ctrl-C is for the caller, not for the servers
                timeout=seconds,
                check=False,
                **who,
            )
        except subprocess.TimeoutExpired as error:
            raise EmbeddedError(
                f"{Path(str(command[0])).name} gave no answer in {seconds:.0f} seconds. "
                "Is the machine overloaded, or the disk very slow? Try again."
            ) from error
        return done.returncode, done.stdout.decode(errors="replace").strip()

    def can_enter(self, folder: Path) -> bool:
        """Ask the system itself, as permissions and access lists have too many rules."""
        return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", folder])[0] == 0

    def can_execute(self, program: Path) -> bool:
        try:
            return self.run([program, "--version"])[0] == 0
        except OSError:
            return False

    def take(self, folder: Path) -> None:
        """Make the folder private to this account, or finish doing so; only for our own folders."""
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        if not self.is_ours and folder.lstat().st_uid == os.geteuid():
            os.chown(folder, self.uid, self.gid, follow_symlinks=False)


def account_for(folder: Path, *, for_root: str) -> Account:
    """Choose who runs the server of `folder`: its owner, or for root's own folders `for_root`.

    Raises EmbeddedError for an ordinary user who meets somebody else's folder.
    """
    uid = os.geteuid()
    owner = folder.stat().st_uid if folder.exists() else uid
    if uid != 0:
        if owner != uid:
            raise EmbeddedError(
                f"{folder} belongs to another account ({account_name(owner)}). Work as that "
                "account, or set BECODE_DATA_DIR to a folder of your own."
            )
        return Account(uid, os.getegid())
    try:
        entry = pwd.getpwuid(owner) if owner else pwd.getpwnam(for_root)
    except KeyError as error:
        raise EmbeddedError(
            f"PostgreSQL does not run as root, and this machine has no account "
            f"'{owner or for_root}'. Work as an ordinary user, or set DATABASE_URL to a "
            "PostgreSQL server."
        ) from error
    account = Account(entry.pw_uid, entry.pw_gid)
    if not account.is_ours and not account.can_execute(Path("/bin/true")):
        raise EmbeddedError(
            f"PostgreSQL does not run as root, and this root may not become '{account.name}'. "
            "Work as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
        )
    return account


def account_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def short_hash(path: Path) -> str:
    """Tell data folders apart in ten characters, as a socket's path holds about 100."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


def socket_folder(account: Account, data_dir: Path) -> Path:
    """Make the short, private folder of the account's sockets.

    Raises EmbeddedError where somebody else made a folder of that name.
    """
    folder = SHORT_PLACE / f"{NAME}-{account.uid}-{short_hash(data_dir)}"
    account.take(folder)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
        raise EmbeddedError(
            f"{folder} is not a private folder of the account {account.name}. Somebody else "
            "made it: remove it, then try again."
        )
    return folder


def remove_socket_folders(data_dir: Path) -> None:
    for folder in SHORT_PLACE.glob(f"{NAME}-*-{short_hash(data_dir)}"):
        shutil.rmtree(folder, ignore_errors=True)


def demand_space(folder: Path, needed: int) -> None:
    """Raise EmbeddedError when the disk of `folder` has less than `needed` bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise EmbeddedError(
            f"The disk is full: {folder} has {free // MEGABYTE} MB free, and the database needs "
            f"{needed // MEGABYTE} MB. Free some space, or set BECODE_DATA_DIR to another disk."
        )


def tries(seconds: float) -> Iterator[None]:
    """Yield at once and then ever more slowly, until `seconds` have passed."""
    end, pause = time.monotonic() + seconds, 0.005
    while True:
        yield
        if time.monotonic() >= end:
            return
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)


def is_process(pid: int, mark: str) -> bool:
    """Tell whether the process lives and works on `mark`, so that no stranger is taken for it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return not Path("/proc/self").exists()  # no /proc (macOS): believe the file
    return mark in command


def say(text: str) -> None:
    """Tell the person at the terminal, apart from what a command prints."""
    print(text, file=sys.stderr, flush=True)
