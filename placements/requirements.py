"""The internship, as a requirement of graduating."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cohorts.enums import RequirementKind
from cohorts.models import Enrolment, Requirement
from cohorts.requirements import Counted, counts_requirement
from placements.enums import InternshipState
from placements.models import Internship


@counts_requirement(RequirementKind.INTERNSHIP)
def _internship(requirement: Requirement, enrolments: Sequence[Enrolment]) -> dict[int, Counted]:
    """One internship that was completed."""
    states: dict[int, list[InternshipState]] = {}
    rows = Internship.objects.filter(enrolment__in=enrolments).order_by("start_on", "pk")
    for key, state in rows.values_list("enrolment_id", "state"):
        states.setdefault(key, []).append(InternshipState(state))
    found = {}
    for enrolment in enrolments:
        theirs = states.get(enrolment.pk, [])
        is_done = InternshipState.COMPLETED in theirs
        words = InternshipState.COMPLETED if is_done else theirs[-1] if theirs else None
        found[enrolment.pk] = Counted(is_done, words.label if words else _("No internship yet."))
    return found
