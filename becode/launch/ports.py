"""Whether a port is free, and who has it."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path

LISTENING = "0A"  # the state's number in /proc/net/tcp


def why_not(port_text: str, *, host: str) -> str:
    """Say in a sentence why the site cannot listen there; an empty text when it can."""
    if not port_text.isdecimal() or not 0 < int(port_text) < 65536:
        return f"PORT is '{port_text}'. It must be a number from 1 to 65535, such as 8000."
    port = int(port_text)
    try:
        for family, address in _addresses(host):
            with socket.socket(family) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind((address, port))
    except PermissionError:
        return f"Port {port} needs more rights than this account has. Run: PORT=8001 make run"
    except OSError:
        other = 8001 if port == 8000 else 8000
        return f"Port {port} is in use{_by_whom(port)}. Stop that, or run: PORT={other} make run"
    return ""


def _addresses(host: str) -> list[tuple[socket.AddressFamily, str]]:
    """A browser that is sent to `localhost` may try ::1 first, so nobody else may sit there."""
    addresses = [(socket.AF_INET, host)]
    if host == "127.0.0.1" and socket.has_ipv6:
        with suppress(OSError), socket.socket(socket.AF_INET6) as trial:
            trial.bind(("::1", 0))
            addresses.append((socket.AF_INET6, "::1"))
    return addresses


def _by_whom(port: int) -> str:
    """Name the process, where this system and our rights let us see it."""
    inodes = _listening_inodes(port)
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            for link in (folder / "fd").iterdir():
                with suppress(OSError):
                    if os.readlink(link) in inodes:
                        command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                        text = command.decode(errors="replace").strip()
                        return f" by process {folder.name} ({text[:100]})"
    return " by another program"


def _listening_inodes(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                    found.add(f"socket:[{fields[9]}]")
    return found
