"""A running internship of the person at the company, with links of its mentor, and a visit."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from becode.core.sealing import token_digest
from placements.models import GuestLink
from tests import factories
from tests.factories_placements import (
    InternEvaluationFactory,
    InternshipFactory,
    VisitFactory,
    signed_sheet,
)

PURPOSES = ("evaluate", "month", "workstation")


def token_of(purpose: str) -> str:
    """The secret of the world's link for a purpose."""
    return f"{purpose}-of-the-world".ljust(43, "x")


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py.

    The internship began 70 days ago, so that a month is over whatever day it is.
    """
    at = timezone.now()
    contact = base["contact"]
    contact.roles = ["manager", "signatory", "mentor", "recruiter"]
    contact.save()
    enrolment = factories.EnrolmentFactory(
        person=base["person"],
        cohort=factories.CohortFactory(
            track=base["track"], campus=base["campus"], code="BXL-Intern-1", state="internship"
        ),
        state="on_internship",
    )
    internship = InternshipFactory(
        position=base["position"],
        enrolment=enrolment,
        mentor=contact,
        state="running",
        start_on=at.date() - timedelta(days=70),
        end_on=at.date() + timedelta(days=20),
    )
    for purpose in PURPOSES:
        about = {"internship": internship}
        if purpose == "evaluate":
            about = {"evaluation": InternEvaluationFactory(internship=internship)}
        GuestLink.objects.create(
            digest=token_digest(token_of(purpose)),
            purpose=purpose,
            contact=contact,
            made_at=at,
            expires_at=at + timedelta(days=30),
            **about,
        )
    own = InternEvaluationFactory(internship=internship, by="learner")
    return {
        "running_internship": internship,
        "mentor_evaluation": internship.evaluations.get(by="mentor"),
        "own_intern_evaluation": own,
        "visit": VisitFactory(internship=internship),
        "intern_sheet": signed_sheet(internship, at=at),
    }


def keys(records: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands in addresses that name more than a key."""
    internship = records["running_internship"]
    over = (internship.start_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    month = f"{over:%Y-%m}"
    found: dict[str, dict[str, Any]] = {
        f"{purpose}_link": {"token": token_of(purpose)} for purpose in PURPOSES
    }
    found["month_of_link"] = {"token": token_of("month"), "month": month}
    found["month_of_internship"] = {
        "key": internship.pk,
        "pk": internship.pk,
        "object_id": internship.pk,
        "month": month,
    }
    return found
