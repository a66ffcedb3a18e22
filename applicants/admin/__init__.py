"""The staff pages of admissions."""

from applicants.admin import applications, call_list, entries, interest, offers, waitlists

__all__ = ["applications", "call_list", "entries", "interest", "offers", "waitlists"]
