"""Asking a service over HTTP, within a time that holds whatever the other side does."""

import http.client
import json
import socket
import ssl
import threading
import time
from contextlib import suppress
from typing import Any
from urllib.parse import SplitResult, urlsplit

# More of an answer is not read: it is a key and a status.
LONGEST_ANSWER = 65_536


class NoAnswer(OSError):
    """Nobody answered in time, or not in HTTP."""


def post_json(
    url: str, data: dict[str, Any], *, headers: dict[str, str], seconds: float
) -> tuple[int, bytes]:
    """Send JSON and return the status and body of the answer; raises NoAnswer.

    The timeout of a socket counts anew at each byte, so a timer ends the conversation too.
    Redirections are not followed: a token goes to the address that was set, and nowhere else.
    """
    until = time.monotonic() + seconds
    parts = urlsplit(url)
    line: socket.socket | None = None
    timer: threading.Timer | None = None
    try:
        sock = socket.create_connection(_where(parts), timeout=seconds)
        line = sock.dup()
        timer = threading.Timer(max(until - time.monotonic(), 0.01), _cut, [line])
        timer.daemon = True
        timer.start()
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=parts.hostname)
        return _ask(sock, parts, json.dumps(data).encode(), headers)
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise NoAnswer(type(error).__name__) from error
    finally:
        if timer is not None:
            timer.cancel()
        if line is not None:
            line.close()


def _where(parts: SplitResult) -> tuple[str, int]:
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _ask(
    sock: socket.socket, parts: SplitResult, body: bytes, headers: dict[str, str]
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(*_where(parts))
    connection.sock = sock
    try:
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.putrequest("POST", path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", parts.netloc.rpartition("@")[2])
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", str(len(body)))
        connection.putheader("Connection", "close")
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, answer.read(LONGEST_ANSWER)
    finally:
        connection.close()
