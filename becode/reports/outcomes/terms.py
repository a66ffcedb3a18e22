"""The numbers in the definitions. Raise the version when one of them, or a rule, changes."""

from datetime import timedelta
from typing import Final

from placements.enums import ContractType, EvidenceLevel

DEFINITION_VERSION: Final = "2"
PLACED_WITHIN: Final = timedelta(days=180)
LEAST_PLANNED_DAYS: Final = 28
LEAST_PERCENT: Final = 50
# Day one is the first; who is still there at its end is enrolled.
ENROLLED_ON_DAY: Final = 10
# Half a year of a fixed-term contract; shorter ones stand with agency work.
LONG_TERM_DAYS: Final = 180
# CIRR: full-time is 30 hours a week, of 38; a contract is long from 90 days.
FULL_TIME_PERCENT: Final = 79
CIRR_LONG_DAYS: Final = 90
PUBLISHED: Final = (EvidenceLevel.A, EvidenceLevel.B)
SHOWN_APART: Final = (EvidenceLevel.C, EvidenceLevel.D)
COUNTED_CONTRACTS: Final = (
    ContractType.PERMANENT,
    ContractType.FIXED_TERM,
    ContractType.AGENCY,
    ContractType.OTHER_PAID,
    ContractType.SELF_EMPLOYED,
    ContractType.TRAINING_CONTRACT,
)
# Published tables leave out numbers of people below this.
SMALLEST_CELL: Final = 5
