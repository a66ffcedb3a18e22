"""The staff pages of admissions."""

from applicants.admin import applications, entries, interest, offers, rules, scoring, waitlists

__all__ = ["applications", "entries", "interest", "offers", "rules", "scoring", "waitlists"]
