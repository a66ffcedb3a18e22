"""Rows that nobody reads before the end of a block, written in one statement."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models

Waiting = dict[type[models.Model], list[models.Model]]

_waiting: ContextVar[Waiting | None] = ContextVar("rows_inserted_together", default=None)


@contextmanager
def inserted_together() -> Iterator[None]:
    """Inside the block `insert` keeps its rows; at the end each table gets its own at once.

    For a transaction that writes hundreds. After an error nothing is written.
    """
    waiting: Waiting = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for model, rows in waiting.items():
        model._base_manager.bulk_create(rows)


def insert(row: models.Model) -> None:
    """Add a new row, whose key the caller does not ask for."""
    waiting = _waiting.get()
    if waiting is None:
        row.save(force_insert=True)
    else:
        waiting.setdefault(type(row), []).append(row)
