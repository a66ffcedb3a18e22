"""The servers of a laptop, a trial and the tests: PostgreSQL and Redis without an installation.

The only package that knows them (docs/operations.md, "The embedded servers"). It uses the
standard library alone, so that it runs before Django. Nothing here is for production.
"""

from becode.embedded.errors import EmbeddedError
from becode.embedded.servers import (
    Servers,
    default_data_dir,
    ensure,
    ensure_environment,
    ensure_test_environment,
    remove,
)

__all__ = [
    "EmbeddedError",
    "Servers",
    "default_data_dir",
    "ensure",
    "ensure_environment",
    "ensure_test_environment",
    "remove",
]
