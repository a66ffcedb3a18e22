"""The reminder rules of intake, each module registers its own as it is read."""

from applicants.reminders import applications, deciding, form, steps

__all__ = ["applications", "deciding", "form", "steps"]
