"""Flags of attendance as people read them: who reached 6 absences also reached 2 and 4."""

from collections.abc import Iterable

from cohorts.enums import Threshold
from cohorts.models import AttendanceFlag

_ORDER = list(Threshold)


def highest(flags: Iterable[AttendanceFlag]) -> list[AttendanceFlag]:
    """Of each learner and kind of threshold the highest flag, in the order given."""
    found: dict[tuple[int, str], AttendanceFlag] = {}
    for flag in flags:
        key = (flag.enrolment_id, flag.kind)
        known = found.get(key)
        if known is None or _ORDER.index(Threshold(flag.threshold)) > _ORDER.index(
            Threshold(known.threshold)
        ):
            found[key] = flag
    return list(found.values())
