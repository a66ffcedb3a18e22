"""What always holds of agreements and their signatures."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from becode.core.invariants import invariant
from placements.enums import InternshipState, PaperState, Party
from placements.models import InternshipAgreement, Signature
from placements.papers.parts import digest
from placements.workflow.signing import is_intact


@invariant(
    "placements.open_agreements_wait",
    "An agreement is signed by all as soon as nobody's signature is missing, and only then.",
)
def _open_agreements_wait(*, at: datetime) -> "QuerySet[Any]":
    missing = Signature.objects.filter(agreement=OuterRef("pk"), signed_at__isnull=True)
    rows = InternshipAgreement.objects.annotate(is_missing=Exists(missing))
    return rows.filter(
        Q(state=PaperState.OPEN, is_missing=False) | Q(state=PaperState.SIGNED, is_missing=True)
    )


@invariant(
    "placements.all_parties_sign",
    "Every agreement has a signature of the learner, of the school and of the company to give.",
)
def _all_parties_sign(*, at: datetime) -> "QuerySet[Any]":
    lacking: Any = Q()
    for party in Party.values:
        theirs = Signature.objects.filter(agreement=OuterRef("pk"), party=party)
        lacking |= ~Exists(theirs)
    return InternshipAgreement.objects.filter(lacking)


@invariant(
    "placements.nothing_to_sign_for_nothing",
    "No agreement waits for signatures of an internship that was cancelled or broken off.",
)
def _nothing_to_sign_for_nothing(*, at: datetime) -> "QuerySet[Any]":
    off = [InternshipState.CANCELLED, InternshipState.BROKEN_OFF]
    return InternshipAgreement.objects.to_sign().filter(internship__state__in=off)


@invariant(
    "placements.seals_fit",
    "Each signature and each agreement still has the hash that it got when it was made.",
)
def _seals_fit(*, at: datetime) -> int:
    signatures = Signature.objects.given().order_by("pk").iterator()
    agreements = InternshipAgreement.objects.order_by("pk").iterator()
    return sum(not is_intact(one) for one in signatures) + sum(
        digest(one.data) != one.data_sha256 for one in agreements
    )
