"""Starts the tests' own PostgreSQL and Redis before Django reads its settings."""

import os

from becode.embedded import ensure_test_environment
from tests.databases import migrated

ensure_test_environment()
os.environ["DJANGO_SETTINGS_MODULE"] = "becode.settings.test"
# What the settings of the tests make each process's database from.
os.environ["BECODE_TEST_TEMPLATE"] = migrated()
