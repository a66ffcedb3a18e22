"""What always holds in intake; each module declares its own as it is read."""

from applicants.invariants import applications, steps, waiting

__all__ = ["applications", "steps", "waiting"]
