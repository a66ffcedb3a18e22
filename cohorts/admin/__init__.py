"""The staff pages of tracks, cohorts and learners."""

from cohorts.admin import (
    certificates,
    cohorts,
    enrolments,
    entry,
    file_items,
    graduating,
    laptops,
    loans,
    tracks,
)

__all__ = [
    "certificates",
    "cohorts",
    "enrolments",
    "entry",
    "file_items",
    "graduating",
    "laptops",
    "loans",
    "tracks",
]
