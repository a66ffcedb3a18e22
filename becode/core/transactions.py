"""Several statements that belong together."""

from contextlib import AbstractContextManager, nullcontext

from django.db import transaction


def together() -> AbstractContextManager[None]:
    """All or nothing with what surrounds it: in a transaction no savepoint, else one of its own.

    For parts that refuse before their first write. A savepoint is two more statements, which
    everybody waits for who wants what the act holds.
    """
    if transaction.get_connection().in_atomic_block:
        return nullcontext()
    return transaction.atomic()
