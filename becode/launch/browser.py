"""A Chromium for the browser tests: found, else installed, else asked for. Never skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The first has no window: six journeys took 57 s of processor time with it, 92 s with the others.
ON_THE_PATH = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ADVICE = (
    "The browser tests need Chromium, and there is none. Install it (Debian: 'apt-get install "
    "chromium-headless-shell fonts-noto-core'; macOS: 'brew install --cask chromium'; elsewhere: "
    "'.venv/bin/python -m playwright install --with-deps chromium'), or say where it is: "
    "CHROMIUM=/path/to/chromium make test"
)


class BrowserError(Exception):
    """There is no browser and none can be installed; the message says what to do."""


def find_browser() -> str:
    """Answer the path of a Chromium, installing one where this account may.

    Raises BrowserError.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        if not shutil.which(named):
            raise BrowserError(f"CHROMIUM is '{named}', which is not a program. {ADVICE}")
        return named
    found = _on_the_path() or _playwrights_own()
    if not found and _is_root_on_debian():
        print("  Installing Chromium and fonts (once, about a minute)", flush=True)
        _install_from_debian()
        found = _on_the_path()
    if not found:
        print("  Fetching Playwright's Chromium (once)", flush=True)
        _run([sys.executable, "-m", "playwright", "install", "chromium"])
        found = _playwrights_own()
    if not found:
        raise BrowserError(ADVICE)
    return found


def _on_the_path() -> str:
    for name in ON_THE_PATH:
        if found := shutil.which(name):
            return found
    return ""


def _playwrights_own() -> str:
    """Ask Playwright where its browser would be; it may not have fetched one."""
    code = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    path = done.stdout.strip()
    return path if done.returncode == 0 and Path(path).is_file() else ""


def _is_root_on_debian() -> bool:
    try:
        lines = Path("/etc/os-release").read_text().splitlines()
    except OSError:
        return False
    # Ubuntu's package only points to a snap, which servers and containers cannot run.
    return os.geteuid() == 0 and "ID=debian" in lines and bool(shutil.which("apt-get"))


def _install_from_debian() -> None:
    """Install the browser and the scripts that our people write in, the second if it can be."""
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    _run(["apt-get", "update", "-qq"])
    _run([*install, "chromium-headless-shell"])
    if not _on_the_path():  # older releases have the whole browser alone
        _run([*install, "chromium"])
    _run([*install, "fonts-noto-core"])


def _run(command: list[str]) -> None:
    """Run an installer; show what it said when it failed. What counts is what is there after."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"  {' '.join(command)} failed:\n{done.stdout[-1500:]}", file=sys.stderr, flush=True)
