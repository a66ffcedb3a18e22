"""The alarm clock's bell: a wake-up for the sender that may get lost without harm."""

import logging

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger("becode.messages")


def wake_sender() -> None:
    """Ask a worker to deliver now; when the broker is away the next periodic run does it."""
    from becode.messages.tasks import deliver_due  # tasks import the sender, which imports us

    try:
        deliver_due.apply_async(retry=False, expires=30)
    except (OperationalError, RedisError, OSError):
        logger.warning("the broker is away; the periodic run will deliver")
