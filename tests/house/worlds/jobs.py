"""After leaving: a form at the exit, a study, a decision, a proof, and links to answer."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from becode.files import store
from placements.enums import LinkPurpose
from placements.models import ExitForm, FurtherStudy, GuestLink, JobEvidence, OutcomeExclusion
from placements.workflow.links import make_link

KEYS: dict[str, dict[str, Any]] = {}


def records(base: dict[str, Any]) -> dict[str, Any]:
    """`base` are the records of tests/house/world.py."""
    at = timezone.now()
    job, follow_up = base["job"], base["follow_up"]
    hired = job.enrolment
    file = store.keep(ContentFile(b"%PDF-1.7 a payslip", name="payslip.pdf"), at=at)
    KEYS["after_link"] = _link(LinkPurpose.FOLLOW_UP, at, follow_up=follow_up)
    KEYS["proof_link"] = _link(LinkPurpose.PROOF, at, job=job)
    links = GuestLink.objects.order_by("-pk")
    return {
        "exit_form": ExitForm.objects.create(enrolment=hired, exit_on=at.date()),
        "study": FurtherStudy.objects.create(
            person=job.person, enrolment=hired, what="Dutch", start_on=at.date(), recorded_at=at
        ),
        "exclusion": OutcomeExclusion.objects.create(
            enrolment=hired, reason="care", evidence="letter", decided_at=at
        ),
        "job_evidence": JobEvidence.objects.create(
            job=job, level="none", file=file, received_at=at
        ),
        "after_link": links.filter(follow_up=follow_up)[0],
        "proof_link": links.filter(job=job)[0],
    }


def _link(purpose: LinkPurpose, at: Any, **about: Any) -> dict[str, Any]:
    return {"token": make_link(purpose=purpose, at=at, days=5, **about)}
