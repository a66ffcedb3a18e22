"""A wake-up for the job that answers requests for a link; it may get lost without harm."""

import logging
import time

logger = logging.getLogger("becode.portal")

# A frozen broker costs a second to find out; others need not find out again right away.
SILENCE_SECONDS = 10.0


class _Bell:
    """When this process may ring again; shared by its threads, where a race costs one try."""

    not_before = 0.0


def wake() -> None:
    """Ask a worker to answer now. Never raises: the next periodic run answers anyway."""
    from becode.portal.tasks import answer_link_requests  # the task needs requests, which need us

    if time.monotonic() < _Bell.not_before:
        return
    try:
        answer_link_requests.apply_async(retry=False, expires=30)
    except Exception as error:
        # The request is committed: whatever a broker does is no reason to fail.
        _Bell.not_before = time.monotonic() + SILENCE_SECONDS
        logger.warning("no worker could be woken (%s)", type(error).__name__)
