"""What always holds in the training; each module declares its own as it is read."""

from cohorts.invariants import absences, check_in, cohorts

__all__ = ["absences", "check_in", "cohorts"]
