"""What a person's own page shows of work; each module registers its own as it is read."""

from placements.cards import agreements, internships, jobs, matching

__all__ = ["agreements", "internships", "jobs", "matching"]
