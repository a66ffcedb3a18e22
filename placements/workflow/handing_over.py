"""Nothing waits for somebody who is gone: it goes to a colleague, with the right to do it.

Proposals, months and evaluations need no hand over: they belong to the company and to the
mentor of the internship. docs/domain.md, "The company portal".
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.enums import ContactRole
from placements.models import CompanyContact, Internship, Position, Signature
from placements.querysets import SignatureQuerySet
from placements.workflow.correcting import sign_instead


@dataclass(frozen=True, slots=True)
class Handed:
    """How much went over, and the signatures that nobody could take."""

    interns: int = 0
    positions: int = 0
    signatures: int = 0
    stuck: int = 0
    roles: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not (self.interns or self.positions or self.signatures or self.roles)


@transaction.atomic
def hand_over(
    *, contact: CompanyContact, to: CompanyContact | None, actor: Actor, at: datetime
) -> Handed:
    """Interns, positions and missing signatures of a contact go to a colleague.

    The colleague also gets the rights that this takes, and those that nobody else at the company
    has. With nobody left (`to` empty) interns and positions stand without a mentor, so that what
    is missing is seen; signatures stay where they are. The caller holds both contacts.
    """
    positions = Position.objects.filter(mentor=contact).update(mentor=to)
    interns = Internship.objects.current().filter(mentor=contact).update(mentor=to)
    waiting = Signature.objects.missing().filter(contact=contact)
    signatures = _sign_instead(waiting, contact, to, actor=actor, at=at) if to is not None else 0
    stuck = waiting.count()
    roles = _give_rights(contact, to, mentors=bool(interns), signs=bool(signatures))
    handed = Handed(interns, positions, signatures, stuck, roles)
    if not handed.is_nothing:
        record(
            "contact.handed_over",
            subject=contact,
            actor=actor,
            at=at,
            keys={
                "to": to.pk if to else "",
                "interns": interns,
                "positions": positions,
                "signatures": signatures,
                "roles": ",".join(roles),
            },
        )
    return handed


def _sign_instead(
    waiting: SignatureQuerySet,
    contact: CompanyContact,
    to: CompanyContact,
    *,
    actor: Actor,
    at: datetime,
) -> int:
    """Missing signatures become the colleague's, on a corrected paper; how many did.

    Not those of agreements that the colleague signs anyway, nor what cannot be printed: there
    somebody of the school has to look.
    """
    theirs = Signature.objects.filter(contact=to).order_by().values("agreement")
    signatures = waiting.exclude(agreement__in=theirs).select_related("agreement")
    over = 0
    for signature in list(signatures.order_by("pk")):
        try:
            sign_instead(agreement=signature.agreement, contact=contact, to=to, actor=actor, at=at)
        except IllegalMove:
            continue
        over += 1
    return over


def _give_rights(
    contact: CompanyContact, to: CompanyContact | None, *, mentors: bool, signs: bool
) -> tuple[str, ...]:
    """The roles that the colleague gets beside their own."""
    if to is None:
        return ()
    others = CompanyContact.objects.of_company(contact.company_id).active()
    held = {role for one in others.exclude(pk=contact.pk) for role in one.roles}
    needed = {role for role in contact.roles if role not in held}
    needed |= {ContactRole.MENTOR} if mentors else set()
    needed |= {ContactRole.SIGNATORY} if signs else set()
    added = tuple(str(role) for role in ContactRole if role in needed and role not in to.roles)
    if added:
        to.roles = [str(role) for role in ContactRole if role in {*to.roles, *added}]
        to.save(update_fields=["roles"])
    return added
