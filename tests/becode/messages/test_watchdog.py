"""Conversations with mail servers are cut in time, however many small answers they are made of."""

import smtplib
import socket
import time

import pytest

from becode.messages.transport import _Watchdog

SECONDS = 0.3


@pytest.fixture
def line():
    """A session, and the server's end of its line."""
    ours, theirs = socket.socketpair()
    session = smtplib.SMTP()
    session.sock = ours
    with ours, theirs:
        yield session, theirs


@pytest.fixture
def watchdog():
    watching = _Watchdog()
    yield watching
    watching.stop()
    watching._thread.join(5)
    assert not watching._thread.is_alive()


def lasts(session, server, *, at_most):
    """How long the line carries one byte after the other."""
    began = time.monotonic()
    while time.monotonic() - began < at_most:
        try:
            server.send(b"x")
        except OSError:
            break
        if not session.sock.recv(1):
            break
    return time.monotonic() - began


def test_a_server_that_answers_byte_by_byte_is_cut(watchdog, line):
    with watchdog.cut_after(line[0], SECONDS):
        assert SECONDS * 0.9 < lasts(*line, at_most=20) < 10


def test_each_conversation_has_its_own_time(watchdog, line):
    """Also one that begins while the thread sleeps for the one before."""
    with watchdog.cut_after(line[0], SECONDS):
        lasts(*line, at_most=SECONDS / 2)

    with watchdog.cut_after(line[0], SECONDS):
        assert SECONDS * 0.9 < lasts(*line, at_most=20) < 10


def test_a_shorter_time_wakes_the_thread(watchdog, line):
    with watchdog.cut_after(line[0], 100):
        pass

    with watchdog.cut_after(line[0], SECONDS):
        assert SECONDS * 0.9 < lasts(*line, at_most=20) < 10


def test_a_line_that_rests_is_not_cut(watchdog, line):
    with watchdog.cut_after(line[0], SECONDS):
        pass

    assert lasts(*line, at_most=3 * SECONDS) >= 3 * SECONDS
