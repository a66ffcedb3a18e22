"""The reminder rules of this app; each module registers its own as it is read."""

from placements.reminders import (
    agreements,
    companies,
    intern_evaluations,
    intern_months,
    internships,
    jobs,
    matching,
    papers,
)

__all__ = [
    "agreements",
    "companies",
    "intern_evaluations",
    "intern_months",
    "internships",
    "jobs",
    "matching",
    "papers",
]
