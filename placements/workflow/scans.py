"""Agreements signed on paper: a scan comes in, a colleague looks at it and says who signed."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.audit.record import move
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files import store
from placements.enums import SCAN_MOVES, PaperState, ScanState, SignMethod
from placements.models import InternshipAgreement, Signature, SignedScan
from placements.workflow import agreements, signing


@transaction.atomic
def receive(
    *,
    agreement: InternshipAgreement,
    upload: UploadedFile,
    sender: User | None,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> SignedScan:
    """Keep a scan of a signed paper. Raises IllegalMove, store.Unusable."""
    held = agreements.hold(agreement.pk)
    if held.state != PaperState.OPEN:
        raise IllegalMove(_("Nothing is to be signed any more."))
    scan = SignedScan.objects.create(
        agreement=held,
        file=store.keep(upload, at=at),
        sent_by=sender,
        received_at=at,
        note=note.strip()[:300],
    )
    agreements.note(held, "agreement.scan_received", actor=actor, at=at)
    return scan


@transaction.atomic
def confirm(
    *,
    scan: SignedScan,
    signatures: Iterable[Signature],
    signed_on: date,
    checked_by: User,
    actor: Actor,
    at: datetime,
    place: str = "",
) -> None:
    """A colleague saw these signatures on the scan; `signed_on` is the day that stands on it."""
    chosen = list(signatures)
    if not chosen:
        raise IllegalMove(_("Say who signed on this paper."))
    if signed_on > clock.local_day(at):
        raise IllegalMove(_("The day of signing cannot be in the future."))
    held = agreements.hold(scan.agreement_id)
    if held.state != PaperState.OPEN:
        raise IllegalMove(_("Nothing is to be signed any more."))
    if any(one.agreement_id != held.pk for one in chosen):
        raise IllegalMove
    fresh = SignedScan.objects.select_related("file").get(pk=scan.pk)
    move(
        fresh,
        moves=SCAN_MOVES,
        to=ScanState.CONFIRMED,
        label="agreement.scan_confirmed",
        actor=actor,
        at=at,
        person_key=held.internship.enrolment.person_id,
        checked_at=at,
        checked_by=checked_by,
    )
    proof = signing.Proof(
        "paper",
        checked_by.pk,
        {"signed_on": signed_on.isoformat(), "scan": scan.pk, "scan_sha256": fresh.file.sha256},
    )
    for one in chosen:
        values = {"method": SignMethod.SCAN, "scan": fresh.file, "signed_place": place[:80]}
        signing.give(held, one.pk, values, proof=proof, at=at)
        agreements.note(held, "agreement.signed", actor=actor, at=at, reason_code=one.party)
    signing.finish_if_complete(held, actor=actor, at=at)


@transaction.atomic
def refuse(*, scan: SignedScan, note: str, checked_by: User, actor: Actor, at: datetime) -> None:
    """It cannot be read, or is something else."""
    if not note.strip():
        raise IllegalMove(_("Please give a reason."))
    held = agreements.hold(scan.agreement_id)
    move(
        SignedScan.objects.get(pk=scan.pk),
        moves=SCAN_MOVES,
        to=ScanState.REFUSED,
        label="agreement.scan_refused",
        actor=actor,
        at=at,
        person_key=held.internship.enrolment.person_id,
        note=note.strip()[:300],
        checked_at=at,
        checked_by=checked_by,
    )
