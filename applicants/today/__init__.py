"""What waits for colleagues of intake; each module registers its own as it is read."""

from applicants.today import applications, deciding, form, interest, seats, steps

__all__ = ["applications", "deciding", "form", "interest", "seats", "steps"]
