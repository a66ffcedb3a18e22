"""An agreement to sign, a scan of it, and the link of its signatory."""

from typing import Any

from django.core.files.base import ContentFile
from django.test import Client

from becode.files import store
from placements.enums import LinkPurpose
from placements.models import InternshipAgreement, Signature, SignedScan
from placements.papers.facts import facts_of
from placements.workflow.links import make_link

PAPER = {"title": "Agreement", "under_title": "", "number": "1", "sections": [], "annex": {}}


def records(base: dict[str, Any]) -> dict[str, Any]:
    """`base` are the records of tests/house/world.py."""
    internship, contact = base["internship"], base["contact"]
    at = base["person"].created_at
    file = store.keep(ContentFile(b"%PDF-1.7 a page", name="page.pdf"), at=at)
    agreement = InternshipAgreement.objects.create(
        internship=internship,
        language="nl",
        template_version="1",
        data={"facts": facts_of(internship, language="nl"), "paper": PAPER},
        data_sha256="0" * 64,
        file=file,
        made_at=at,
    )
    Signature.objects.create(agreement=agreement, party="learner", name="Amal")
    Signature.objects.create(agreement=agreement, party="school", name="School")
    host = Signature.objects.create(
        agreement=agreement, party="host", contact=contact, name="Contact"
    )
    scan = SignedScan.objects.create(agreement=agreement, file=file, received_at=at)
    return {"agreement": agreement, "signed_scan": scan, "host_signature": host}


def keys(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these records."""
    host = found["host_signature"]
    at = found["person"].created_at
    token = make_link(purpose=LinkPurpose.SIGN, at=at, days=30, signature=host)
    return {"sign_link": {"token": token}}


def hand_over(agreement: InternshipAgreement, *, to: Client) -> None:
    """Make the school's signature that of a visitor: nobody else may give it."""
    key = int(to.session["_auth_user_id"])
    agreement.signatures.filter(party="school").update(user=key)
