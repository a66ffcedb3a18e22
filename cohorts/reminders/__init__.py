"""The reminder rules of the training; each module registers its own as it is read."""

from cohorts.reminders import absences, check_in, cohorts, file, progress

__all__ = ["absences", "check_in", "cohorts", "file", "progress"]
