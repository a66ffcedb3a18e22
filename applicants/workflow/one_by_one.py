"""Many records in one run, each on its own: a fault in one keeps no other from its turn."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import InterfaceError, OperationalError

Record = TypeVar("Record")
logger = logging.getLogger("becode.waitlists")


def one_by_one(records: Iterable[Record], act: Callable[[Record], int], *, what: str) -> int:
    """Do `act` to each of these and return the sum of what it answered.

    What goes wrong with one is logged as `what`, and the next one follows. Raises only when the
    database is away.
    """
    count = 0
    for record in records:
        try:
            count += act(record)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("%s: %s went wrong", what, record)
    return count
