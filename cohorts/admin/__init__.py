"""The staff pages of tracks, cohorts and learners."""

from cohorts.admin import absences, cohorts, enrolments, flags, months, months_page, tracks

__all__ = ["absences", "cohorts", "enrolments", "flags", "months", "months_page", "tracks"]
