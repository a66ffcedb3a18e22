"""The reminder rules of this app; each module registers its own as it is read."""

from placements.reminders import companies, internships, jobs, matching

__all__ = ["companies", "internships", "jobs", "matching"]
