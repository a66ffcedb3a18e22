"""The phases of a track on the calendar of a cohort."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cohorts.calendar import ONE_DAY
from cohorts.models import Cohort, Phase


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase from its first to its last day, both included."""

    phase: Phase
    first: date
    last: date


def stretches(cohort: Cohort, phases: Iterable[Phase]) -> list[Stretch]:
    """When each phase is; `phases` in their order. The last one lasts until the end.

    A new phase begins on a Monday; phases that would begin after the end have no days.
    """
    found: list[Stretch] = []
    first, monday = cohort.start_on, cohort.start_on - timedelta(days=cohort.start_on.weekday())
    for phase in phases:
        monday += timedelta(weeks=phase.weeks)
        last = min(monday - ONE_DAY, cohort.end_on)
        if first <= last:
            found.append(Stretch(phase, first, last))
        first = monday
    if found and found[-1].last < cohort.end_on:
        found[-1] = Stretch(found[-1].phase, found[-1].first, cohort.end_on)
    return found


def phase_on(cohort: Cohort, day: date, *, phases: Sequence[Phase] | None = None) -> Phase | None:
    """The phase of a day; None outside the training and for tracks without phases.

    Asks one query unless the track's phases are given.
    """
    known = list(cohort.track.phases.order_by("position", "pk")) if phases is None else phases
    for stretch in stretches(cohort, known):
        if stretch.first <= day <= stretch.last:
            return stretch.phase
    return None
