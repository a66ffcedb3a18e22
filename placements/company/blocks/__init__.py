"""The blocks of an intern's page, a subject a module; each registers as it is read."""

from placements.company.blocks import agreements, hiring, internship

__all__ = ["agreements", "hiring", "internship"]
