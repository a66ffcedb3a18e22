"""The settings of the product without its middleware and pages, for benchmarks/bare.py."""

from becode.settings.test import *  # noqa: F403

INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "benchmarks.bare"
