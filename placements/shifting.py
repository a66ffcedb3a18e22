"""Before the dates of cohorts move: internships that would begin during the training."""

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import ngettext

from cohorts.shift_watch import Moved, warns_of_shifts
from placements.models import Internship


@warns_of_shifts
def _early_internships(moved: Moved) -> Mapping[int, list[str]]:
    """Internships that begin before the new last training day is over; one query."""
    last_days = {cohort.pk: new.end_on for cohort, new in moved if new.end_on > cohort.end_on}
    if not last_days:
        return {}
    rows = Internship.objects.current().filter(enrolment__cohort__in=list(last_days)).order_by("pk")
    early = Counter(
        key
        for key, start_on in rows.values_list("enrolment__cohort_id", "start_on")
        if start_on is not None and start_on <= last_days[key]
    )
    return {key: [_words(number)] for key, number in early.items()}


def _words(number: int) -> str:
    return ngettext(
        "%(count)d internship would begin before the training ends. Look at its dates.",
        "%(count)d internships would begin before the training ends. Look at their dates.",
        number,
    ) % {"count": number}
