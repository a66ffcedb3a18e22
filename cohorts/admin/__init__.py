"""The staff pages of tracks, cohorts and learners."""

from cohorts.admin import cohorts, enrolments, tracks

__all__ = ["cohorts", "enrolments", "tracks"]
