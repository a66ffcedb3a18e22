"""What a person's own page shows of intake; each module registers its own as it is read."""

from applicants.cards import applications, form, steps, waiting

__all__ = ["applications", "form", "steps", "waiting"]
