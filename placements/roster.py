"""What a cohort's page shows of companies: an internship, or proposals that wait."""

from collections import defaultdict
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.backoffice.parts import Link
from cohorts.models import Cohort
from cohorts.roster_columns import Cells, roster_column
from placements.enums import InternshipState
from placements.models import Internship, Proposal


@roster_column(_("Internship"))
def _internships(cohort: Cohort, keys: Sequence[int]) -> Cells:
    """The internship they have or had, else the companies that were asked."""
    cells: dict[int, list[Link | str]] = defaultdict(list)
    internships = Internship.objects.filter(enrolment__in=keys).select_related("company")
    for internship in internships.exclude(state=InternshipState.CANCELLED).order_by(
        "start_on", "pk"
    ):
        words = f"{internship.company.name} ({internship.get_state_display()})"
        page = reverse("admin:placements_internship_change", args=[internship.pk])
        cells[internship.enrolment_id].append(Link(words, page))
    proposals = (
        Proposal.objects.live().filter(enrolment__in=keys).exclude(enrolment__in=list(cells))
    )
    for proposal in proposals.select_related("position__company").order_by("proposed_at", "pk"):
        words = f"{proposal.position.company.name} ({proposal.get_state_display()})"
        page = reverse("admin:placements_proposal_change", args=[proposal.pk])
        cells[proposal.enrolment_id].append(Link(words, page))
    return dict(cells)  # type: ignore[arg-type]
