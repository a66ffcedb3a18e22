"""A database of its own for a measurement, on the tests' embedded server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import environ
import psycopg2

from becode.embedded import ensure_test_environment


@contextmanager
def own_database(name: str) -> Iterator[None]:
    """Django, set up on a fresh database that goes away afterwards."""
    ensure_test_environment()
    server = os.environ["DATABASE_URL"]
    _run(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _run(server, f'CREATE DATABASE "{name}"')
    os.environ["DATABASE_URL"] = f"{server.rpartition('/')[0]}/{name}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "becode.settings.test"
    import django  # it reads the settings, and with them the address of the database

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    try:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        yield
    finally:
        connections.close_all()
        _run(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _run(server: str, statement: str) -> None:
    """One statement beside the database it speaks of."""
    where = environ.Env.db_url_config(server)
    connection = psycopg2.connect(
        dbname="postgres",
        host=where["HOST"],
        port=where["PORT"] or None,
        user=where["USER"],
        password=where["PASSWORD"],
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
