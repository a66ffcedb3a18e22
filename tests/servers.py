"""Starts the tests' own PostgreSQL and Redis before Django reads its settings."""

import os

from becode.embedded import ensure_test_environment

ensure_test_environment()
os.environ["DJANGO_SETTINGS_MODULE"] = "becode.settings.test"
