"""The words of the timeline; each module registers its own as it is read."""

from cohorts.timeline import absences, cohorts, file, progress

__all__ = ["absences", "cohorts", "file", "progress"]
