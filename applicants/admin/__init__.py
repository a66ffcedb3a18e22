"""The staff pages of admissions."""

from applicants.admin import (
    applications,
    documents,
    entries,
    help_requests,
    interest,
    offers,
    questions,
    waitlists,
)

__all__ = [
    "applications",
    "documents",
    "entries",
    "help_requests",
    "interest",
    "offers",
    "questions",
    "waitlists",
]
