"""The staff pages of tracks, cohorts and learners."""

from cohorts.admin import class_sheet, cohorts, enrolments, room_screen, tracks

__all__ = ["class_sheet", "cohorts", "enrolments", "room_screen", "tracks"]
