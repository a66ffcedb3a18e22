"""The alarm clock's bell: a wake-up for the sender that may get lost without harm."""

import logging
import time

from celery import Task

from becode.messages.enums import Channel

logger = logging.getLogger("becode.messages")

# A frozen broker costs a second to find out; others need not find out again right away.
SILENCE_SECONDS = 10.0


class _Bell:
    """When this process may ring again; shared by its threads, where a race costs one try."""

    not_before = 0.0


def wake_sender(channel: str = Channel.EMAIL) -> None:
    """Ask a worker to deliver now; without one the periodic run does (becode/schedule.py)."""
    # Tasks import the sender, which imports us.
    from becode.messages.tasks import deliver_due, deliver_texts

    ring(deliver_texts if channel == Channel.SMS else deliver_due)


def ring(task: Task) -> None:
    """Ask a worker to run a periodic task now. Never raises; waits at most about a second."""
    if time.monotonic() < _Bell.not_before:
        return
    try:
        task.apply_async(retry=False, expires=30)
    except Exception as error:
        # The change is committed and its row kept: whatever a broker does is no reason to fail.
        _Bell.not_before = time.monotonic() + SILENCE_SECONDS
        logger.warning("no worker could be woken (%s)", type(error).__name__)
