"""Before the dates of cohorts move: offers that would still wait for an answer too late."""

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import ngettext

from applicants.models import SeatOffer
from becode.core.clock import local_day
from cohorts.shift_watch import Moved, warns_of_shifts


@warns_of_shifts
def _open_offers(moved: Moved) -> Mapping[int, list[str]]:
    """Open offers whose time to answer ends on the new first day or later; one query."""
    first_days = {
        cohort.pk: new.start_on for cohort, new in moved if new.start_on != cohort.start_on
    }
    if not first_days:
        return {}
    offers = SeatOffer.objects.open().filter(cohort__in=list(first_days)).order_by("pk")
    late = Counter(
        offer.cohort_id
        for offer in offers
        if local_day(offer.expires_at) >= first_days[offer.cohort_id]
    )
    return {key: [_words(number)] for key, number in late.items()}


def _words(number: int) -> str:
    return ngettext(
        "%(count)d open offer can be answered until after the new first day.",
        "%(count)d open offers can be answered until after the new first day.",
        number,
    ) % {"count": number}
