"""The staff lists of companies, positions, proposals, internships, jobs and follow-ups."""

from placements.admin import (  # noqa: F401  each registers itself
    companies,
    follow_ups,
    internships,
    jobs,
    matching,
    positions,
    proposals,
)
