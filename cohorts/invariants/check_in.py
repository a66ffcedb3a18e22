"""What always holds for check-ins."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate

from becode.core.clock import BRUSSELS
from becode.core.invariants import invariant
from cohorts.models import CheckIn


@invariant("cohorts.check_in_on_its_day", "The time of a check-in lies on its own day in Brussels.")
def _other_day(*, at: datetime) -> QuerySet[Any]:
    days = CheckIn.objects.annotate(day=TruncDate("at", tzinfo=BRUSSELS))
    return days.exclude(day=F("on")).order_by("pk")
