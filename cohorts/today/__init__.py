"""What waits for colleagues of the training; each module registers its own as it is read."""

from cohorts.today import absences, check_in, cohorts, file, progress

__all__ = ["absences", "check_in", "cohorts", "file", "progress"]
