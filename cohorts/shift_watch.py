"""Who has something to say before the dates of cohorts move: apps above register here."""

from collections.abc import Callable, Mapping, Sequence

from cohorts.calendar import CohortDates
from cohorts.models import Cohort

Moved = Sequence[tuple[Cohort, CohortDates]]
Speaker = Callable[[Moved], Mapping[int, list[str]]]
_speakers: list[Speaker] = []


def warns_of_shifts(speaker: Speaker) -> Speaker:
    """Register a function `(cohort, new dates) pairs -> sentences by the cohort's key`.

    It asks a constant number of queries and changes nothing.
    """
    _speakers.append(speaker)
    return speaker


def warnings_of(moved: Moved) -> dict[int, list[str]]:
    """All sentences about these cohorts, in the active language."""
    said: dict[int, list[str]] = {cohort.pk: [] for cohort, _dates in moved}
    for speaker in _speakers:
        for key, sentences in speaker(moved).items():
            said[key].extend(sentences)
    return said
