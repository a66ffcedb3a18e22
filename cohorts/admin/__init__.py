"""The staff pages of tracks, cohorts and learners."""

from cohorts.admin import (
    agenda_pages,
    calendar_pages,
    closures,
    cohorts,
    enrolments,
    rooms,
    tracks,
    year_pages,
)

__all__ = [
    "agenda_pages",
    "calendar_pages",
    "closures",
    "cohorts",
    "enrolments",
    "rooms",
    "tracks",
    "year_pages",
]
