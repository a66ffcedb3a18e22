"""The staff pages of admissions."""

from applicants.admin import (
    applications,
    attendance,
    entries,
    interest,
    offers,
    slots,
    steps,
    waitlists,
)

__all__ = [
    "applications",
    "attendance",
    "entries",
    "interest",
    "offers",
    "slots",
    "steps",
    "waitlists",
]
