"""Correcting an agreement before its last signature, and amending one that is signed.

Both compare what was printed with what the records say now. The preview says who must sign again
and why; applying does exactly what was shown, or refuses. docs/decisions/0025.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.audit.record import move
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from placements.enums import PAPER_MOVES, PaperKind, PaperState, ScanState
from placements.models import CompanyContact, Internship, InternshipAgreement, Signature
from placements.notifications.agreements import AgreementKept, AgreementToSign, SignAgain
from placements.papers.facts import Facts, facts_of, language_for
from placements.papers.parts import Difference, covers, differences, digest, touched
from placements.workflow import agreements, signing

CHANGED = _("Something changed since you looked. Please look again.")
NOTHING = _("Nothing is different: there is nothing to correct.")


@dataclass(frozen=True, slots=True)
class Line:
    """What a correction means for one signature: kept, again (because of), or new."""

    signature: Signature
    old: Signature | None
    because: tuple[Difference, ...] = ()

    @property
    def is_kept(self) -> bool:
        """A signature that was given and stays valid."""
        return self.old is not None and bool(self.old.signed_at) and not self.must_sign_again

    @property
    def must_sign_again(self) -> bool:
        return bool(self.old and self.old.signed_at) and self.signature.covers != (
            self.old.covers if self.old else {}
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """What a new version would change; `seal` names it, so that what was seen is applied."""

    differences: tuple[Difference, ...]
    lines: tuple[Line, ...]
    gone: tuple[Signature, ...]
    facts: Facts
    seal: str

    @property
    def is_empty(self) -> bool:
        is_same = all(line.old and line.old.covers == line.signature.covers for line in self.lines)
        return not self.differences and not self.gone and is_same


def preview(
    agreement: InternshipAgreement,
    contacts: Sequence[CompanyContact],
    school_user: User,
    *,
    language: str = "",
) -> Preview:
    """What correcting an open agreement would mean now. Raises IllegalMove, NotComplete.

    `language` is that of the values in the differences, by default the agreement's.
    """
    internship = _with_all(agreement.internship_id)
    who = agreements.check(internship, contacts, school_user)
    facts = _facts_now(internship, agreement)
    old_facts = agreement.data["facts"]
    changed = differences(old_facts, facts, language=language or agreement.language)
    lines, gone = _lines(agreement, internship, who, facts, changed)
    seal = digest([facts, [[*_who(line.signature), line.signature.covers] for line in lines]])
    return Preview(tuple(changed), lines, gone, facts, seal)


@transaction.atomic
def correct(
    *,
    agreement: InternshipAgreement,
    signatories: Sequence[CompanyContact],
    school_user: User,
    reason: str,
    seen: str,
    actor: Actor,
    at: datetime,
) -> InternshipAgreement:
    """Replace an open agreement by what the records say now; `seen` is the preview's seal.

    Signatures whose parts did not change are carried over; who must sign again is told why.
    """
    agreements.lock_internship(agreement.internship_id)
    held = agreements.hold(agreement.pk)
    if held.state != PaperState.OPEN:
        raise IllegalMove
    shown = preview(held, signatories, school_user)
    if shown.is_empty:
        raise IllegalMove(NOTHING)
    if shown.seal != seen:
        raise IllegalMove(CHANGED)
    who = agreements.Signatories(signatories, school_user)
    return _replace(held, who, shown.facts, shown.lines, reason=reason, actor=actor, at=at)


@transaction.atomic
def sign_instead(
    *,
    agreement: InternshipAgreement,
    contact: CompanyContact,
    to: CompanyContact,
    actor: Actor,
    at: datetime,
) -> InternshipAgreement:
    """A colleague signs for a contact who is gone, and the paper says so.

    Nothing else of what was printed changes, but for the mentor, who may be gone with the same
    contact. Raises IllegalMove where nothing is to be signed, CannotPrint.
    """
    internship = agreements.lock_internship(agreement.internship_id)
    held = agreements.hold(agreement.pk)
    if held.state != PaperState.OPEN:
        raise IllegalMove
    signatures = held.signatures.select_related("contact__user", "user").order_by("pk")
    hosts = [one.contact for one in signatures if one.contact is not None]
    who = agreements.Signatories(
        [to if one.pk == contact.pk else one for one in hosts],
        next(one.user for one in signatures if one.user is not None),
    )
    facts = _with_mentor(held, internship)
    changed = differences(held.data["facts"], facts, language=held.language)
    lines, _gone = _lines(held, internship, who, facts, changed)
    reason = _("%(name)s signs for the company now.") % {"name": to.user}
    return _replace(held, who, facts, lines, reason=reason, actor=actor, at=at)


def preview_amendment(internship: Internship, *, language: str) -> list[Difference]:
    """What the records say now and the signed papers do not, in a language."""
    signed = last_signed(internship)
    if signed is None:
        return []
    fresh = _with_all(internship.pk)
    facts = facts_of(fresh, language=signed.language)
    return _substantial(differences(_signed_facts(signed), facts, language=language))


@transaction.atomic
def amend(
    *,
    internship: Internship,
    signatories: Sequence[CompanyContact],
    school_user: User,
    reason: str,
    seen: str,
    actor: Actor,
    at: datetime,
) -> InternshipAgreement:
    """A paper of its own with what changed since the last signed one; signed the same way.

    Raises IllegalMove where nothing was signed, nothing changed, or something is open.
    """
    locked = agreements.lock_internship(internship.pk)
    signed = last_signed(locked)
    if signed is None:
        raise IllegalMove(_("There is no signed agreement to amend."))
    if locked.agreements.to_sign().exists():
        raise IllegalMove(_("An agreement of this internship waits for signatures already."))
    who = agreements.check(locked, signatories, school_user)
    facts = amended_facts(locked, signed)
    if not facts["substance"]["changes"]:
        raise IllegalMove(_("Nothing is different from what was signed."))
    if digest(facts["substance"]["changes"]) != seen:
        raise IllegalMove(CHANGED)
    made = agreements.write(
        locked,
        who,
        facts,
        kind=PaperKind.AMENDMENT,
        amends=signed.amends or signed,
        reason=reason,
        actor=actor,
        at=at,
    )
    agreements.note(made, "agreement.amended", actor=actor, at=at)
    for signature in made.signatures.with_agreement().order_by("pk"):
        send(AgreementToSign(signature), at=at)
    return made


def last_signed(internship: Internship) -> InternshipAgreement | None:
    """The latest paper that all signed: an agreement or an amendment of it."""
    found: InternshipAgreement | None = (
        internship.agreements.signed().select_related("amends").order_by("-number").first()
    )
    return found


def amended_facts(internship: Internship, signed: InternshipAgreement) -> Facts:
    """The facts now, with the list of what differs from a signed paper, as raw values."""
    facts = facts_of(internship, language=language_for(internship, wanted=signed.language))
    facts["substance"]["language"] = signed.language
    old = _signed_facts(signed)
    found = _substantial(differences(old, facts, language=signed.language))
    facts["substance"]["changes"] = [
        {"path": one.path, "before": _raw(old, one.path), "after": _raw(facts, one.path)}
        for one in found
    ]
    moment = signed.signed_at
    facts["substance"]["amends"] = {
        "agreement": signed.amends_id or signed.pk,
        "signed_on": clock.local_day(moment).isoformat() if moment else "",
    }
    return facts


def _lines(
    agreement: InternshipAgreement,
    internship: Internship,
    who: agreements.Signatories,
    facts: Facts,
    changed: Sequence[Difference],
) -> tuple[tuple[Line, ...], tuple[Signature, ...]]:
    """What other facts and signatories mean for each signature; and those that fall away."""
    given = {_who(one): one for one in agreement.signatures.order_by("pk")}
    lines = []
    for line in who.lines(internship):
        line.covers = covers(facts, party=line.party, name=line.name, function=line.function)
        old = given.pop(_who(line), None)
        lines.append(Line(line, old, tuple(touched(changed, party=line.party))))
    return tuple(lines), tuple(given.values())


def _with_mentor(held: InternshipAgreement, internship: Internship) -> Facts:
    """What was printed, with the mentor of now and the text of now.

    An amendment keeps its mentor: there it is one of the changes that all sign.
    """
    facts: Facts = held.data["facts"]
    fresh = facts_of(internship, language=held.language)
    text = {**facts["substance"], "text": fresh["substance"]["text"]}
    mentor = fresh if held.kind == PaperKind.AGREEMENT else facts
    return {**facts, "substance": text, "mentor": mentor["mentor"]}


def _replace(
    held: InternshipAgreement,
    who: agreements.Signatories,
    facts: Facts,
    lines: Sequence[Line],
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> InternshipAgreement:
    """A new version takes the place of one that is held and open."""
    move(
        held,
        moves=PAPER_MOVES,
        to=PaperState.REPLACED,
        label="agreement.replaced",
        actor=actor,
        at=at,
        person_key=held.internship.enrolment.person_id,
    )
    made = agreements.write(
        _with_all(held.internship_id),
        who,
        facts,
        kind=held.kind,
        replaces=held,
        amends=held.amends,
        reason=reason,
        actor=actor,
        at=at,
    )
    agreements.note(made, "agreement.corrected", actor=actor, at=at)
    held.scans.filter(state=ScanState.WAITING).update(
        state=ScanState.REFUSED, checked_at=at, note=str(_("A corrected agreement replaced it."))
    )
    _carry_over(lines, made, at=at)
    signing.finish_if_complete(agreements.hold(made.pk), actor=actor, at=at)
    return made


def _facts_now(internship: Internship, agreement: InternshipAgreement) -> Facts:
    if agreement.kind == PaperKind.AMENDMENT:
        signed = last_signed(internship)
        if signed is None:  # the constraint forbids an amendment of nothing
            raise IllegalMove
        return amended_facts(internship, signed)
    language = language_for(internship, wanted=agreement.language)
    return facts_of(internship, language=language)


def _signed_facts(signed: InternshipAgreement) -> Facts:
    facts: Facts = signed.data["facts"]
    substance = {
        name: value
        for name, value in facts["substance"].items()
        if name not in ("changes", "amends")
    }
    return {**facts, "substance": substance}


def _substantial(found: Sequence[Difference]) -> list[Difference]:
    """Without what amends nothing: another version of the text, another colleague of the school."""
    quiet = ("substance.text", "substance.language", "school.coach")
    return [one for one in found if one.path not in quiet]


def _raw(facts: Facts, path: str) -> object:
    part, _dot, name = path.partition(".")
    return facts[part].get(name) if name else bool(facts[part])


def _who(signature: Signature) -> tuple[str, int | None]:
    return (str(signature.party), signature.contact_id or signature.user_id)


def _with_all(pk: int) -> Internship:
    found: Internship = Internship.objects.select_related(
        "company",
        "position",
        "establishment",
        "mentor__user",
        "workstation_sheet",
        "enrolment__person",
        "enrolment__cohort__campus",
        "enrolment__cohort__track",
    ).get(pk=pk)
    return found


def _carry_over(lines: Sequence[Line], made: InternshipAgreement, *, at: datetime) -> None:
    """Kept signatures come along as they are; the others are asked, once more or anew."""
    rows = {_who(one): one for one in made.signatures.order_by("pk")}
    for line in lines:
        row = rows[_who(line.signature)]
        if line.is_kept and line.old is not None:
            Signature.objects.filter(pk=row.pk).update(
                carried_from=line.old,
                **{name: getattr(line.old, name) for name in _CARRIED},
            )
    for signature in made.signatures.with_agreement().order_by("pk"):
        line = next(one for one in lines if _who(one.signature) == _who(signature))
        if line.is_kept:
            send(AgreementKept(signature), at=at)
        elif line.must_sign_again:
            send(SignAgain(signature), at=at)
        else:
            send(AgreementToSign(signature), at=at)


_CARRIED = ("method", "signature", "scan", "signed_at", "signed_place", "evidence", "sha256")
