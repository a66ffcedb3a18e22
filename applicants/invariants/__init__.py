"""What always holds in intake; each module declares its own as it is read."""

from applicants.invariants import applications, steps

__all__ = ["applications", "steps"]
