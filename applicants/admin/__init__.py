"""The staff pages of admissions."""

from applicants.admin import applications, entries, interest, offers, waitlists

__all__ = ["applications", "entries", "interest", "offers", "waitlists"]
