"""What a demo school holds, in a few lines, and what it cannot hold yet."""

from applicants.models import Application, InterestEntry, SeatOffer, WaitlistEntry
from cohorts.models import Cohort, Enrolment
from placements.models import (
    Company,
    FollowUp,
    FrameworkAgreement,
    Internship,
    InternshipAgreement,
    JobPlacement,
    Position,
    Proposal,
)

# Kinds of the demo that the product does not keep yet. docs/domain.md, "Demo data".
LEFT_OUT = ("grants",)


def counts() -> dict[str, int]:
    """How many demo records there are of each kind, along the journey."""
    return {
        "applications": Application.objects.filter(person__is_demo=True).count(),
        "on waitlists": WaitlistEntry.objects.waiting()
        .filter(application__person__is_demo=True)
        .count(),
        "open offers": SeatOffer.objects.open().filter(person__is_demo=True).count(),
        "under 18": InterestEntry.objects.filter(is_demo=True).count(),
        "cohorts": Cohort.objects.filter(is_demo=True).count(),
        "learners with us": Enrolment.objects.running().filter(person__is_demo=True).count(),
        "graduates": Enrolment.objects.graduated().filter(person__is_demo=True).count(),
        "companies": Company.objects.filter(is_demo=True).count(),
        "positions": Position.objects.filter(company__is_demo=True).count(),
        "proposals": Proposal.objects.filter(enrolment__person__is_demo=True).count(),
        "agreements": InternshipAgreement.objects.filter(
            internship__enrolment__person__is_demo=True
        ).count(),
        "framework agreements": FrameworkAgreement.objects.filter(company__is_demo=True).count(),
        "internships": Internship.objects.filter(enrolment__person__is_demo=True).count(),
        "jobs": JobPlacement.objects.filter(person__is_demo=True).count(),
        "follow-ups": FollowUp.objects.filter(enrolment__person__is_demo=True).count(),
    }
