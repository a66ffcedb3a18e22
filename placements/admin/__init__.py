"""The staff lists of companies, positions, proposals, internships, jobs and follow-ups."""

from placements.admin import (  # noqa: F401  each registers itself
    agreement_pages,
    agreements,
    companies,
    follow_ups,
    internships,
    jobs,
    positions,
    proposals,
    scan_pages,
)
