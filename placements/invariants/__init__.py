"""What always holds here, checked by `check_invariants`; each module declares its own."""

from placements.invariants import companies, internships, jobs, matching

__all__ = ["companies", "internships", "jobs", "matching"]
