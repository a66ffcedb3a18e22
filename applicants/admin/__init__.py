"""The staff pages of admissions."""

from applicants.admin import applications, entries, imports, interest, offers, waitlists

__all__ = ["applications", "entries", "imports", "interest", "offers", "waitlists"]
