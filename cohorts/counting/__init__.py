"""What check-ins and absences come to: docs/domain.md, "Attendance".

Everybody who shows or attests hours counts with this, so that learner and coach see the same.
"""

from cohorts.counting.day import (
    HALVES_A_DAY,
    DayCount,
    HalfCount,
    count_day,
    minute_of,
    proof_until,
)
from cohorts.counting.learners import Standing, counts_of, standing_of

__all__ = [
    "HALVES_A_DAY",
    "DayCount",
    "HalfCount",
    "Standing",
    "count_day",
    "counts_of",
    "minute_of",
    "proof_until",
    "standing_of",
]
