"""The reminder rules of this app; each module registers its own as it is read."""

from placements.reminders import agreements, internships, jobs, matching

__all__ = ["agreements", "internships", "jobs", "matching"]
