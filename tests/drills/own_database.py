"""A database of its own for a drill that commits a whole school, and that other processes join."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests import databases


@contextmanager
def own_database(name: str) -> Iterator[None]:
    """Inside the block the ORM, and whatever is forked from here, works on a fresh database."""
    template = databases.migrated()
    before = connection.settings_dict["NAME"]
    databases.drop(name)
    with databases.maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        databases.drop(name)
