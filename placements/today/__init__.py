"""What waits for those who place learners; each module registers its own as it is read."""

from placements.today import companies, internships, jobs, matching

__all__ = ["companies", "internships", "jobs", "matching"]
