"""The staff pages of admissions."""

from applicants.admin import applications, board, entries, interest, offers, waitlists

__all__ = ["applications", "board", "entries", "interest", "offers", "waitlists"]
