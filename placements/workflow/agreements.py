"""Internship agreements: made, corrected, amended, cancelled. Signing: `signing.py`, `scans.py`.

Rules: docs/domain.md, "The internship agreement"; docs/decisions/0025.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.audit.record import move, record
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove
from becode.files import store
from becode.messages.compose import send
from placements.enums import PAPER_MOVES, InternshipState, PaperKind, PaperState, Party, ScanState
from placements.models import CompanyContact, Internship, InternshipAgreement, Signature
from placements.notifications.agreements import (
    AgreementCancelled,
    AgreementSigned,
    AgreementToSign,
)
from placements.papers.agreement import Signer, printed, to_sign
from placements.papers.facts import Facts, Lack, facts_of, language_for, legal_name, missing
from placements.papers.parts import covers, digest
from placements.papers.words import TEMPLATE_VERSION
from placements.workflow.links import call_back

NOT_ANY_MORE = _("This internship does not take place any more.")
GOES_ON = (InternshipState.PLANNED, InternshipState.RUNNING, InternshipState.INTERRUPTED)


class NotComplete(IllegalMove):
    """Something is missing; `lacks` says what, and where it is filled in."""

    sentence = _("The agreement cannot be made yet: something is missing.")

    def __init__(self, lacks: Sequence[Lack]) -> None:
        self.lacks = lacks
        super().__init__()


@dataclass(frozen=True, slots=True)
class Signatories:
    """Who signs beside the learner: one or more of the company, one of the school."""

    contacts: Sequence[CompanyContact]
    school: User

    def lines(self, internship: Internship) -> list[Signature]:
        """The signatures that are needed, not saved, in the order of the paper."""
        person = internship.enrolment.person
        return [
            Signature(party=Party.LEARNER, name=legal_name(person)),
            *(
                Signature(
                    party=Party.HOST,
                    contact=contact,
                    name=str(contact.user),
                    function=contact.job_title,
                )
                for contact in self.contacts
            ),
            Signature(party=Party.SCHOOL, user=self.school, name=str(self.school)),
        ]


@transaction.atomic
def make(
    *,
    internship: Internship,
    signatories: Sequence[CompanyContact],
    school_user: User,
    actor: Actor,
    at: datetime,
    language: str = "",
) -> InternshipAgreement:
    """Freeze the facts, print the paper, ask everybody to sign.

    `language` is the learner's choice at a site in Brussels. Raises NotComplete with what is
    missing, IllegalMove where there is an agreement already, CannotPrint for a name that no font
    can print.
    """
    locked = lock_internship(internship.pk)
    if locked.agreements.filter(state__in=[PaperState.OPEN, PaperState.SIGNED]).exists():
        raise IllegalMove(_("This internship has an agreement already."))
    who = check(locked, signatories, school_user)
    facts = facts_of(locked, language=language_for(locked, wanted=language))
    made = write(locked, who, facts, kind=PaperKind.AGREEMENT, actor=actor, at=at)
    note(made, "agreement.made", actor=actor, at=at)
    for signature in made.signatures.with_agreement().order_by("pk"):
        send(AgreementToSign(signature), at=at)
    return made


@transaction.atomic
def cancel(*, agreement: InternshipAgreement, reason: str, actor: Actor, at: datetime) -> None:
    """It will not be signed: everybody who was asked is told, their links stop.

    Scans that wait for a look are not looked at any more.
    """
    if not reason.strip():
        raise IllegalMove(_("Please give a reason."))
    held = hold(agreement.pk)
    move(
        held,
        moves=PAPER_MOVES,
        to=PaperState.CANCELLED,
        label="agreement.cancelled",
        actor=actor,
        at=at,
        person_key=held.internship.enrolment.person_id,
        reason=reason.strip()[:300],
    )
    held.scans.waiting().update(
        state=ScanState.REFUSED, checked_at=at, note=str(_("The agreement was cancelled."))
    )
    for signature in held.signatures.with_agreement().order_by("pk"):
        call_back(at=at, signature=signature)
        if signature.party != Party.SCHOOL:
            send(AgreementCancelled(signature), at=at)


def cancel_with(*, internship: Internship, actor: Actor, at: datetime) -> None:
    """An internship that does not take place any more takes its open paper along.

    For the verbs that end it, within their transaction, once its state is the new one.
    """
    for waiting in internship.agreements.to_sign().order_by("pk"):
        cancel(agreement=waiting, reason=str(NOT_ANY_MORE), actor=actor, at=at)


@transaction.atomic
def ask_again(*, signature: Signature, actor: Actor, at: datetime) -> None:
    """Write once more to somebody who has not signed, with a new link."""
    held = hold(signature.agreement_id)
    fresh = held.signatures.with_agreement().get(pk=signature.pk)
    if held.state != PaperState.OPEN or fresh.signed_at:
        raise IllegalMove(_("Nothing is to be signed any more."))
    note(held, "agreement.asked_again", actor=actor, at=at, reason_code=fresh.party)
    send(AgreementToSign(fresh), at=at, dedupe=at.isoformat())


@transaction.atomic
def send_signed(*, signature: Signature, actor: Actor, at: datetime) -> None:
    """Send a signer the way to the signed file once more; the file stays as it is."""
    agreement = InternshipAgreement.objects.with_all().get(pk=signature.agreement_id)
    if agreement.state != PaperState.SIGNED:
        raise IllegalMove(_("Not everybody has signed yet."))
    fresh = agreement.signatures.with_agreement().get(pk=signature.pk)
    note(agreement, "agreement.sent_again", actor=actor, at=at, reason_code=fresh.party)
    send(AgreementSigned(fresh), at=at, dedupe=at.isoformat())


# What the verbs of this package share ------------------------------------------------------


def lock_internship(pk: int) -> Internship:
    """The internship, held until the transaction ends, with what the paper needs."""
    Internship.objects.select_for_update().get(pk=pk)
    return Internship.objects.select_related(
        "company",
        "position",
        "establishment",
        "mentor__user",
        "workstation_sheet",
        "enrolment__person",
        "enrolment__cohort__campus",
        "enrolment__cohort__track",
    ).get(pk=pk)


def hold(pk: int) -> InternshipAgreement:
    """The agreement, held until the transaction ends: who signs, corrects or cancels waits here."""
    InternshipAgreement.objects.select_for_update().get(pk=pk)
    return InternshipAgreement.objects.with_all().get(pk=pk)


def check(
    internship: Internship, contacts: Sequence[CompanyContact], school_user: User | None
) -> Signatories:
    """Everything that has to be there. Raises IllegalMove, NotComplete."""
    if internship.state not in GOES_ON:
        raise IllegalMove(NOT_ANY_MORE)
    if any(contact.company_id != internship.company_id for contact in contacts):
        raise IllegalMove(_("Only somebody of the company can sign for it."))
    lacks = missing(internship, signatories=list(contacts), school_user=school_user)
    if lacks or school_user is None:
        raise NotComplete(lacks)
    return Signatories(contacts, school_user)


def write(
    internship: Internship,
    who: Signatories,
    facts: Facts,
    *,
    kind: str,
    actor: Actor,
    at: datetime,
    replaces: InternshipAgreement | None = None,
    amends: InternshipAgreement | None = None,
    reason: str = "",
) -> InternshipAgreement:
    """The row with its frozen facts and file, and an empty signature for each who must sign."""
    last = internship.agreements.order_by("-number").values_list("number", flat=True).first()
    number, lines = (last or 0) + 1, who.lines(internship)
    language = str(facts["substance"]["language"])
    signers = [Signer(line.party, line.name, line.function) for line in lines]
    paper = printed(facts, signers, key=internship.pk, number=number, language=language)
    data = {"facts": facts, "paper": paper}
    name = f"{paper['title']} {internship.pk}-{number}.pdf"
    made = InternshipAgreement.objects.create(
        internship=internship,
        kind=kind,
        number=number,
        language=language,
        template_version=TEMPLATE_VERSION,
        data=data,
        data_sha256=digest(data),
        file=store.keep(ContentFile(to_sign(paper, at=at), name=name), at=at),
        replaces=replaces,
        amends=amends,
        reason=reason.strip()[:300],
        made_at=at,
        made_by_id=actor.key if actor.kind == ActorKind.USER else None,
    )
    for line in lines:
        line.agreement = made
        line.covers = covers(facts, party=line.party, name=line.name, function=line.function)
    Signature.objects.bulk_create(lines)
    return made


def note(
    agreement: InternshipAgreement, label: str, *, actor: Actor, at: datetime, **also: Any
) -> None:
    record(
        label,
        subject=agreement,
        actor=actor,
        at=at,
        person_key=agreement.internship.enrolment.person_id,
        keys={"internship": agreement.internship_id, "number": agreement.number},
        **also,
    )
