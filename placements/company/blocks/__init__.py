"""The blocks of an intern's page, a subject a module; each registers as it is read."""

from placements.company.blocks import internship

__all__ = ["internship"]
