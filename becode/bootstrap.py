"""Make `.venv` with the locked packages: `python3 becode/bootstrap.py [base|dev]`.

It runs under the system's own Python, before anything is installed: the standard library alone,
and syntax that Python 3.6 can read (hence the quoted annotations), so that an old Python can say
that it is too old.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time

OLDEST_PYTHON = (3, 11)
# The wheel that holds Redis ends at 3.12.
PYTHONS_TO_TRY = ("python3.12", "python3.11", "python3.13", "python3.14")
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOME = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(HOME, "bin", "python")
LOG = os.path.join(HOME, "install.log")
UNFINISHED = os.path.join(HOME, "unfinished")
MEGABYTE = 1024 * 1024
NEEDED = {"base": 700 * MEGABYTE, "dev": 1200 * MEGABYTE}
# Settings that would put packages elsewhere, or that mean another Python.
HARMFUL_VARIABLES = ("PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PYTHONPATH", "PYTHONHOME")

# What pip says, and what that means.
REASONS = {
    "No space left on device": "The disk is full. Free some space, then run it again.",
    "DO NOT MATCH THE HASHES": (
        "A package is not the one that was locked, so nothing was installed. Does a proxy or a "
        "mirror change packages?"
    ),
    "Failed to establish|Temporary failure|ConnectionError|timed out|SSLError|ProxyError": (
        "The package index cannot be reached. Check the network and the proxy settings, then run "
        "it again."
    ),
    "No matching distribution": (
        "A package has no ready-made build for this Python or this machine. Python 3.11 and 3.12 "
        "on Linux (x86_64, aarch64) and macOS have them all."
    ),
}


def main(arguments: "list[str]") -> int:
    """Answer the exit code: 0 when `.venv` holds everything that is asked for."""
    kind = arguments[0] if arguments else "base"
    if kind not in NEEDED:
        return refuse("Use: python3 becode/bootstrap.py [base|dev]")
    if sys.version_info < OLDEST_PYTHON:
        return use_newer_python(arguments)
    if is_ready(kind):
        return 0
    problem = missing_on_this_machine(kind)
    if problem:
        return refuse(problem)
    try:
        lock = os.open(os.path.join(ROOT, ".venv.lock"), os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)  # another `make` may be doing the same
            return 0 if is_ready(kind) else install(kind)
        finally:
            os.close(lock)
    except KeyboardInterrupt:
        return refuse("\nStopped. The next run starts this step again.")
    except OSError as error:
        return refuse(f"The virtual environment cannot be made in {HOME}: {error}")


def refuse(text: str) -> int:
    print(text, file=sys.stderr)
    return 1


def use_newer_python(arguments: "list[str]") -> int:
    """Go on under a newer Python where there is one; else say what to install."""
    for name in PYTHONS_TO_TRY:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, os.path.abspath(__file__), *arguments])
    return refuse(
        "This needs Python 3.11 or newer, and python3 here is {}.{}. Install a newer one "
        "(Debian, Ubuntu: 'apt-get install python3.11 python3.11-venv'; macOS: 'brew install "
        "python@3.12'), then run: make run PYTHON=python3.11".format(*sys.version_info)
    )


def missing_on_this_machine(kind: str) -> "str | None":
    """Say what is missing before a minute of installing is spent."""
    version = "{}.{}".format(*sys.version_info)
    try:
        import ensurepip  # noqa: F401 -- Debian splits both off
        import venv  # noqa: F401
    except ImportError:
        return (
            "This Python has no 'venv' module. Install it (Debian, Ubuntu: 'apt-get install "
            f"python3-venv' or 'python{version}-venv'), then run it again."
        )
    redis = shutil.which("redis-server") or shutil.which("valkey-server")
    if sys.version_info >= (3, 13) and not redis and not os.environ.get("REDIS_URL"):
        return (
            "There is no Redis on this machine, and the package that brings one exists for "
            f"Python 3.11 and 3.12 only (this is {version}). Install Redis ('apt-get install "
            "redis-server', 'dnf install valkey', 'brew install redis'), or use Python 3.12: "
            "make run PYTHON=python3.12"
        )
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED[kind]:
        return (
            f"The disk is full: {ROOT} has {free // MEGABYTE} MB free, and installing needs "
            f"{NEEDED[kind] // MEGABYTE} MB."
        )
    return None


def requirements(kind: str) -> str:
    return os.path.join(ROOT, "requirements", kind + ".txt")


def stamp(kind: str) -> str:
    return os.path.join(HOME, "installed-" + kind)


def fingerprint(kind: str) -> str:
    with open(requirements(kind), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def is_ready(kind: str) -> bool:
    """Tell whether today's lock was installed, whole."""
    if os.path.exists(UNFINISHED) or not os.path.exists(PYTHON):
        return False
    try:
        with open(stamp(kind)) as file:
            return file.read() == fingerprint(kind)
    except OSError:
        return False


def is_usable() -> bool:
    """Tell whether `.venv` has a Python that works, new enough, with pip, and no half packages."""
    if os.path.exists(UNFINISHED) or not os.path.exists(PYTHON):
        return False
    code = "import sys, pip; print(*sys.version_info[:2])"
    try:
        text = subprocess.check_output([PYTHON, "-c", code], stderr=subprocess.DEVNULL, text=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return tuple(int(part) for part in text.split()) >= OLDEST_PYTHON


def install(kind: str) -> int:
    """Install every package of the lock; after an interruption, into a fresh `.venv`."""
    start = time.time()
    if not is_usable():
        show("Making the virtual environment .venv (Python {}.{}.{})".format(*sys.version_info))
        done = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", HOME],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            return refuse("\nThe virtual environment cannot be made:\n" + done.stdout)
    open(UNFINISHED, "w").close()
    if run_pip(kind) != 0:
        return 1
    for name in ("base", "dev") if kind == "dev" else ("base",):  # dev.txt holds base.txt
        with open(stamp(name), "w") as file:
            file.write(fingerprint(name))
    os.remove(UNFINISHED)
    show(f"Packages are installed ({time.time() - start:.0f} s)", last=True)
    return 0


def run_pip(kind: str) -> int:
    """Install with pip, counting packages as they come; answer its exit code."""
    environment = {
        name: value for name, value in os.environ.items() if name not in HARMFUL_VARIABLES
    }
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"]
    # Compiling ahead takes as long as the download; Python compiles what it uses anyway.
    command += ["--no-compile", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "-r", requirements(kind)]
    total = count_packages(kind)
    fetched, output, watcher = 0, [], Watcher(total)
    with open(LOG, "w") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None
        for line in process.stdout:
            log.write(line)
            output.append(line.rstrip())
            if line.startswith(("Collecting ", "Requirement already satisfied: ")):
                fetched = min(fetched + 1, total)
                show(f"Fetching package {fetched} of {total}")
            elif line.startswith("Installing collected packages"):
                watcher.start()
        code = process.wait()
    watcher.stop()
    if code != 0:
        explain("\n".join(output))
    return code


def explain(output: str) -> None:
    """Say in plain words why pip failed, or at least its last ones."""
    for pattern, reason in REASONS.items():
        if re.search(pattern, output):
            refuse(f"\n{reason} (What pip said: {LOG})")
            return
    lines = [line for line in output.splitlines() if line and not line.startswith("WARNING")]
    last_lines = "\n  ".join(lines[-12:])
    refuse(f"\nThe packages could not be installed. pip's last words ({LOG}):\n  {last_lines}")


def count_packages(kind: str) -> int:
    """Count the packages of the lock that this machine needs; pip knows how to read markers."""
    code = (
        "import re, sys; from pip._vendor.packaging.requirements import Requirement as R;"
        "text = open(sys.argv[1]).read();"
        "pins = re.findall(r'^[A-Za-z0-9][^\\\\\\n]*==[^\\\\\\n]+', text, re.M);"
        "needs = [R(pin.strip()) for pin in pins];"
        "print(sum(1 for need in needs if not need.marker or need.marker.evaluate()))"
    )
    return int(subprocess.check_output([PYTHON, "-c", code, requirements(kind)]))


class Watcher:
    """Counts what pip has laid down, as pip itself is silent while it does."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.ended.set()
        if self.thread.is_alive():
            self.thread.join()

    def watch(self) -> None:
        packages = os.path.join(HOME, "lib")
        while not self.ended.wait(0.3):
            found = 0
            for folder in os.listdir(packages):
                names = os.listdir(os.path.join(packages, folder, "site-packages"))
                found += sum(1 for name in names if name.endswith(".dist-info"))
            show(f"Installing package {min(found, self.total)} of {self.total}")


class Shown:
    """What the last line said, and when."""

    at = 0.0
    step = ""


def show(text: str, last: bool = False) -> None:
    """Show progress: on a terminal in one line, else one line every few seconds."""
    if sys.stdout.isatty():
        sys.stdout.write("\r\033[K" + text + ("\n" if last else ""))
        sys.stdout.flush()
        return
    step = text.split(" ", 1)[0]
    if last or step != Shown.step or time.time() - Shown.at > 5:
        Shown.step, Shown.at = step, time.time()
        print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
