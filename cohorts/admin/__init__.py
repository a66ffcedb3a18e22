"""The staff pages of tracks, cohorts and learners."""

from cohorts.admin import (
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
