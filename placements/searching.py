"""Who still looks for an internship, and how long they have. docs/domain.md, "Matching"."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, ngettext

from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from cohorts.querysets import EnrolmentQuerySet
from placements.enums import InternshipState
from placements.models import Internship, Proposal

LOOKING_IN = (EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP)
HAVE_ONE_IN = (
    InternshipState.PLANNED,
    InternshipState.RUNNING,
    InternshipState.INTERRUPTED,
    InternshipState.COMPLETED,
)


def searchers() -> EnrolmentQuerySet:
    """Learners who are with us and have neither a place that both agreed to nor an internship."""
    place = Proposal.objects.holding_a_place().filter(enrolment=OuterRef("pk"))
    theirs = Internship.objects.filter(enrolment=OuterRef("pk"), state__in=HAVE_ONE_IN)
    return Enrolment.objects.filter(state__in=LOOKING_IN).exclude(Exists(place) | Exists(theirs))


def is_searching(enrolment_key: int) -> bool:
    return searchers().filter(pk=enrolment_key).exists()


def weeks_until(day: date, *, on: date) -> int:
    """Whole weeks until a day, counted up: 6 for 36 to 42 days; 0 once it has come."""
    return max(-(-(day - on).days // 7), 0)


def weeks_left(day: date, *, on: date) -> str:
    """The same in words, for lists."""
    weeks = weeks_until(day, on=on)
    if not weeks:
        return gettext("now")
    return ngettext("%(count)d week left", "%(count)d weeks left", weeks) % {"count": weeks}
