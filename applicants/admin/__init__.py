"""The staff pages of admissions."""

from applicants.admin import (
    applications,
    attendance,
    entries,
    interest,
    offers,
    outreach,
    partners,
    referrals,
    waitlists,
)

__all__ = [
    "applications",
    "attendance",
    "entries",
    "interest",
    "offers",
    "outreach",
    "partners",
    "referrals",
    "waitlists",
]
