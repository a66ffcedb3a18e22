"""Signing an internship agreement, and what follows the last signature.

Everybody who signs one agreement waits for its row: so the last one, and nobody else, makes the
signed file, also when two sign in the same second. docs/decisions/0025.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import move
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files import store
from becode.messages.compose import send
from cohorts.signing import typed_name_of
from placements.enums import PAPER_MOVES, InternshipState, PaperState, Party, SignMethod
from placements.models import GuestLink, InternshipAgreement, Signature
from placements.notifications.agreements import AgreementSigned
from placements.papers.agreement import check_printable, signed
from placements.workflow import agreements
from placements.workflow.links import use_link

ALREADY = _("You signed this already. There is nothing to do any more.")


class Corrected(IllegalMove):
    """The agreement was replaced by a corrected one while somebody read it."""

    sentence = _("This agreement was corrected while you read it. Please read the new one.")


@dataclass(frozen=True, slots=True)
class Proof:
    """From where a signature came: `through` is link, portal, my, staff or paper.

    `key` is that of the link, account or person; `also` is what else was said (`is_me`).
    """

    through: str
    key: int
    also: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def sign(
    *,
    signature: Signature,
    mark: str,
    proof: Proof,
    actor: Actor,
    at: datetime,
    place: str = "",
    link: GuestLink | None = None,
) -> Signature:
    """One of those who must sign signs on screen; `mark` comes from `read_signature`.

    Raises Corrected where a newer version took the place of what was read, IllegalMove where it
    was cancelled or signed already, NoLetters for a typed name that the paper could not show.
    """
    held = agreements.hold(signature.agreement_id)
    _check_open(held)
    typed = typed_name_of(mark)
    check_printable(typed, place)
    method = SignMethod.TYPED if typed else SignMethod.DRAWN
    given = give(
        held,
        signature.pk,
        {"method": method, "signature": mark, "signed_place": place[:80]},
        proof=proof,
        at=at,
    )
    if link is not None:
        use_link(link=link, at=at)
    agreements.note(held, "agreement.signed", actor=actor, at=at, reason_code=given.party)
    finish_if_complete(held, actor=actor, at=at)
    return given


def give(
    held: InternshipAgreement,
    signature_pk: int,
    values: dict[str, Any],
    *,
    proof: Proof,
    at: datetime,
) -> Signature:
    """Fill an empty signature of an agreement that is held; once. Raises IllegalMove."""
    signature = held.signatures.select_related("contact__user", "user").get(pk=signature_pk)
    if signature.signed_at:
        raise IllegalMove(ALREADY)
    for name, value in values.items():
        setattr(signature, name, value)
    signature.signed_at = at
    signature.evidence = {
        "through": proof.through,
        "key": proof.key,
        "agreement": held.pk,
        "number": held.number,
        "file_sha256": held.file.sha256,
        "data_sha256": held.data_sha256,
        **proof.also,
    }
    signature.sha256 = seal_of(signature)
    changed = Signature.objects.filter(pk=signature.pk, signed_at__isnull=True).update(
        signed_at=at,
        evidence=signature.evidence,
        sha256=signature.sha256,
        **values,
    )
    if changed != 1:
        raise IllegalMove(ALREADY)
    return signature


def finish_if_complete(held: InternshipAgreement, *, actor: Actor, at: datetime) -> bool:
    """After the last signature: the signed file is made, once, and everybody gets it.

    `held` is locked by the caller; whether it was the last one is asked under that lock.
    """
    signatures = list(held.signatures.with_agreement().order_by("pk"))
    if any(one.signed_at is None for one in signatures):
        return False
    content = signed(held.data["paper"], signatures, at=at)
    file = store.keep(ContentFile(content, name=f"signed {held.file.name}"), at=at)
    move(
        held,
        moves=PAPER_MOVES,
        to=PaperState.SIGNED,
        label="agreement.completed",
        actor=actor,
        at=at,
        person_key=held.internship.enrolment.person_id,
        signed_file=file,
        signed_at=at,
    )
    for one in signatures:
        one.agreement = held
        send(AgreementSigned(one), at=at)
    return True


def seal_of(signature: Signature) -> str:
    """SHA-256 over who signed what, when and how: the row can be checked by itself, later too."""
    at = signature.signed_at
    values = {
        "at": at.astimezone(UTC).isoformat() if at else "",
        "covers": signature.covers,
        "evidence": signature.evidence,
        "function": signature.function,
        "method": str(signature.method),
        "name": signature.name,
        "party": str(signature.party),
        "place": signature.signed_place,
        "signature": signature.signature,
    }
    content = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def is_intact(signature: Signature) -> bool:
    """Whether a given signature is still what was sealed."""
    return signature.sha256 == seal_of(signature)


def newest(signature: Signature) -> Signature | None:
    """The same person's signature in the version that counts now; None where they left it."""
    agreement = signature.agreement
    while agreement.state == PaperState.REPLACED and hasattr(agreement, "replaced_by"):
        agreement = agreement.replaced_by
    if agreement.pk == signature.agreement_id:
        return signature
    theirs = Signature.objects.with_agreement().filter(agreement=agreement, party=signature.party)
    if signature.party == Party.HOST:
        theirs = theirs.filter(contact=signature.contact_id)
    elif signature.party == Party.SCHOOL:
        theirs = theirs.filter(user=signature.user_id)
    return theirs.first()


def _check_open(held: InternshipAgreement) -> None:
    if held.state == PaperState.REPLACED:
        raise Corrected
    if held.state == PaperState.CANCELLED:
        raise IllegalMove(_("This agreement was cancelled. You do not have to do anything."))
    if held.state == PaperState.SIGNED:
        raise IllegalMove(ALREADY)
    if held.internship.state in (InternshipState.CANCELLED, InternshipState.BROKEN_OFF):
        raise IllegalMove(agreements.NOT_ANY_MORE)
