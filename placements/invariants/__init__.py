"""What always holds here, checked by `check_invariants`; each module declares its own."""

from placements.invariants import agreements, companies, internships, jobs, matching

__all__ = ["agreements", "companies", "internships", "jobs", "matching"]
