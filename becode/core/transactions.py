"""Several statements that belong together."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.db import transaction


def together() -> AbstractContextManager[None]:
    """All or nothing with what surrounds it: in a transaction no savepoint, else one of its own.

    For parts that refuse before their first write. A savepoint is two more statements, which
    everybody waits for who wants what the act holds.
    """
    if transaction.get_connection().in_atomic_block:
        return nullcontext()
    return transaction.atomic()


@contextmanager
def one_for_all() -> Iterator[None]:
    """One transaction in which no act sets a savepoint: thousands of acts, all of them or none.

    For runs that stop at the first refusal, as imports and demo data do. An act that refuses
    inside leaves the whole transaction unusable, even where its refusal is caught: what may
    refuse stands in `may_refuse`.
    """
    connection = transaction.get_connection()
    used = connection.features.uses_savepoints
    with transaction.atomic():
        connection.features.uses_savepoints = False
        try:
            yield
        finally:
            connection.features.uses_savepoints = used


@contextmanager
def may_refuse() -> Iterator[None]:
    """Inside `one_for_all`: acts of which one may refuse, which undoes these and nothing else."""
    connection = transaction.get_connection()
    used = connection.features.uses_savepoints
    connection.features.uses_savepoints = True
    try:
        with transaction.atomic():
            yield
    finally:
        connection.features.uses_savepoints = used
