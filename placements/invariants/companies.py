"""What always holds of companies."""

from datetime import datetime

from becode.core.invariants import invariant
from placements.models import Company
from placements.numbers import is_company_number


@invariant(
    "placements.company_numbers_are_right",
    "A company number has ten digits and passes its check.",
)
def _company_numbers_are_right(*, at: datetime) -> int:
    numbers = Company.objects.exclude(number="").order_by("pk").values_list("number", flat=True)
    return sum(not is_company_number(number) for number in numbers.iterator())
