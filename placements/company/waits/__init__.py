"""What companies are asked, a subject a module; each registers as it is read."""

from placements.company.waits import interns

__all__ = ["interns"]
