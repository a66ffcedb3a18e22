"""What a person's own page shows of the training; each module registers its own as it is read."""

from cohorts.cards import absences, check_in, cohorts, file, progress

__all__ = ["absences", "check_in", "cohorts", "file", "progress"]
