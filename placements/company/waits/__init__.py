"""What companies are asked, a subject a module; each registers as it is read."""

from placements.company.waits import internships, positions, proposals

__all__ = ["internships", "positions", "proposals"]
