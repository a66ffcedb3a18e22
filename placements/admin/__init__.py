"""The staff lists of companies, positions, proposals, internships, jobs and follow-ups."""

from placements.admin import (  # noqa: F401  each registers itself
    after_leaving,
    agreement_pages,
    agreements,
    companies,
    follow_ups,
    framework,
    intern_pages,
    internships,
    jobs,
    positions,
    proposals,
    visits,
)
