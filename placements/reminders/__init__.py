"""The reminder rules of this app; each module registers its own as it is read."""

from placements.reminders import (
    intern_evaluations,
    intern_months,
    internships,
    jobs,
    matching,
    papers,
)

__all__ = ["intern_evaluations", "intern_months", "internships", "jobs", "matching", "papers"]
