"""The reminder rules of this app; each module registers its own as it is read."""

from placements.reminders import internships, jobs, matching, positions

__all__ = ["internships", "jobs", "matching", "positions"]
