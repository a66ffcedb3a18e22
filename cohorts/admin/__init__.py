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
from cohorts.admin import class_sheet, cohorts, enrolments, room_screen, tracks

__all__ = ["class_sheet", "cohorts", "enrolments", "room_screen", "tracks"]
from cohorts.admin import absences, cohorts, enrolments, flags, months, tracks

__all__ = ["absences", "cohorts", "enrolments", "flags", "months", "tracks"]
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
    coaching,
    cohort_page,
    cohorts,
    enrolments,
    evaluating,
    progress,
    tracks,
    writing,
)

__all__ = [
    "coaching",
    "cohort_page",
    "cohorts",
    "enrolments",
    "evaluating",
    "progress",
    "tracks",
    "writing",
]
