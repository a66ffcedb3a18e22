"""What companies are asked, a subject a module; each registers as it is read."""

from placements.company.waits import agreements, interns, internships, positions, proposals

__all__ = ["agreements", "interns", "internships", "positions", "proposals"]
