"""The staff pages of admissions."""

from applicants.admin import applications, call_list, entries, interest, offers, waitlists

__all__ = ["applications", "call_list", "entries", "interest", "offers", "waitlists"]
from applicants.admin import rules, scoring

__all__ = ["applications", "entries", "interest", "offers", "rules", "scoring", "waitlists"]
from applicants.admin import (
    attendance,
    slots,
    steps,
)

__all__ = [
    "applications",
    "attendance",
    "entries",
    "interest",
    "offers",
    "slots",
    "steps",
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
