"""Colleagues of a company among themselves: invited, given rights, handing over, gone.

What companies may do here is told in docs/domain.md, "The company portal". Lock order: the
company first, so that two managers cannot end each other's access at once, then its contacts.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.accounts.workflow import change_details
from becode.audit.record import record
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from placements.enums import ContactRole, LinkPurpose
from placements.models import Company, CompanyContact, GuestLink
from placements.notifications.contacts import ColleagueLeft, ContactInvited, ContactLeftSchool
from placements.workflow.companies import deactivate_contact, invite_contact
from placements.workflow.handing_over import Handed, hand_over
from placements.workflow.links import call_back

LAST_MANAGER = _(
    "Somebody has to manage the colleagues. Give that right to somebody else first."
)  # fmt: skip
NOT_BY_YOU = _("We cannot invite this address from here. Call us, we help you.")


def invite_colleague(
    *,
    by: CompanyContact,
    name: str,
    email: str,
    roles: Iterable[str],
    actor: Actor,
    at: datetime,
    language: str = "nl",
    phone: str = "",
    job_title: str = "",
) -> CompanyContact:
    """A manager invites somebody of the same company.

    Raises IllegalMove for a colleague who is there already. For an address that the school or
    another company uses the sentence is the same, and says nothing of them.
    """
    address = email.strip().lower()
    other = CompanyContact.objects.filter(user__email=address, is_active=True).first()
    is_taken = User.objects.staff().filter(email=address, is_active=True).exists()
    if is_taken or (other is not None and other.company_id != by.company_id):
        raise IllegalMove(NOT_BY_YOU)
    return invite_contact(
        company=by.company,
        name=name,
        email=email,
        roles=roles,
        language=language,
        phone=phone,
        job_title=job_title,
        actor=actor,
        at=at,
    )


@transaction.atomic
def invite_again(*, contact: CompanyContact, actor: Actor, at: datetime) -> None:
    """A new link by e-mail; the older ones stop working."""
    locked = _locked(contact)
    if not locked.may_sign_in:
        raise IllegalMove(_("This access was ended already."))
    call_back(at=at, purpose=LinkPurpose.INVITE, contact=locked)
    locked.invited_at = at
    locked.save(update_fields=["invited_at"])
    record("contact.invited_again", subject=locked, actor=actor, at=at)
    send(ContactInvited(locked), at=at, dedupe=at.isoformat())


@transaction.atomic
def accept_invitation(*, link: GuestLink, language: str, at: datetime) -> CompanyContact:
    """Whoever holds the link is in: once. We write to them in the language of the page from now.

    Raises IllegalMove when the link was used in the meantime, or the access has ended.
    """
    used = GuestLink.objects.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True)
    if link.contact_id is None or used.update(used_at=at) != 1:
        raise IllegalMove(_("This link was used already."))
    contact = _locked(CompanyContact(pk=link.contact_id))
    if not contact.may_sign_in or not contact.user.is_active:
        raise IllegalMove(_("This access was ended already."))
    call_back(at=at, purpose=LinkPurpose.INVITE, contact=contact, used_at__isnull=True)
    contact.accepted_at = contact.accepted_at or at
    contact.save(update_fields=["accepted_at"])
    User.objects.filter(pk=contact.user_id).update(language=language)
    contact.user.language = language
    record("contact.accepted", subject=contact, actor=Actor.user(contact.user), at=at)
    return contact


@transaction.atomic
def change_rights(
    *,
    contact: CompanyContact,
    roles: Iterable[str],
    actor: Actor,
    at: datetime,
    job_title: str | None = None,
) -> None:
    """What a colleague may do from now on. The company keeps at least one manager."""
    colleagues = _lock_colleagues(contact.company_id)
    locked = colleagues.get(contact.pk)
    if locked is None:
        raise IllegalMove(_("This access was ended already."))
    wanted = {ContactRole(role) for role in roles}
    if ContactRole.MANAGER not in wanted and locked.has_role(ContactRole.MANAGER):
        _keep_a_manager(colleagues, without=locked)
    locked.roles = [str(role) for role in ContactRole if role in wanted]
    if job_title is not None:
        locked.job_title = job_title
    locked.save(update_fields=["roles", "job_title"])
    contact.roles, contact.job_title = locked.roles, locked.job_title
    record(
        "contact.changed",
        subject=locked,
        actor=actor,
        at=at,
        keys={"roles": ",".join(locked.roles)},
    )


@transaction.atomic
def change_own_details(
    *,
    contact: CompanyContact,
    name: str,
    job_title: str,
    phone: str,
    language: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Their name, function, phone, and the language in which we write to them."""
    change_details(
        contact.user,
        name=name,
        language=language,
        phone=phone,
        email=contact.user.email,
        actor=actor,
        at=at,
    )
    contact.job_title = job_title
    contact.save(update_fields=["job_title"])
    record("contact.details", subject=contact, actor=actor, at=at)


@transaction.atomic
def end_access(
    *,
    contact: CompanyContact,
    actor: Actor,
    at: datetime,
    heir: CompanyContact | None = None,
) -> Handed:
    """A manager ends a colleague's access at once; what waited for them goes to `heir`.

    Without an heir: to the first manager. Raises IllegalMove for the last manager, and for an
    heir who is no colleague.
    """
    colleagues = _lock_colleagues(contact.company_id)
    locked = colleagues.get(contact.pk)
    if locked is None:
        raise IllegalMove(_("This access was ended already."))
    if locked.has_role(ContactRole.MANAGER):
        _keep_a_manager(colleagues, without=locked)
    return _end(locked, _heir(colleagues, locked, heir), actor=actor, by=actor, at=at)


@transaction.atomic
def leave(
    *, contact: CompanyContact, at: datetime, heir: CompanyContact | None = None
) -> Handed:  # fmt: skip
    """ "I don't work here any more": the access ends at once, colleagues and the school hear it.

    What waited, and the rights that nobody else has, go to `heir`: without one to the first
    manager. The last manager with colleagues has to name one. Who is alone may go alone.
    """
    colleagues = _lock_colleagues(contact.company_id)
    locked = colleagues.get(contact.pk)
    if locked is None:
        raise IllegalMove(_("This access was ended already."))
    if heir is None and locked.has_role(ContactRole.MANAGER):
        _keep_a_manager(colleagues, without=locked, alone_is_fine=True)
    taker = _heir(colleagues, locked, heir)
    # An account is never closed by its owner: the system does it, the audit keeps who asked.
    return _end(locked, taker, actor=Actor.user(locked.user), by=SYSTEM, at=at)


def _end(
    contact: CompanyContact,
    heir: CompanyContact | None,
    *,
    actor: Actor,
    by: Actor,
    at: datetime,
) -> Handed:
    record(
        "contact.left",
        subject=contact,
        actor=actor,
        at=at,
        keys={"company": contact.company_id, "heir": heir.pk if heir else ""},
    )
    handed = hand_over(contact=contact, to=heir, actor=actor, at=at)
    call_back(at=at, contact=contact)
    deactivate_contact(contact=contact, actor=by, at=at)
    stamp = at.isoformat()
    if heir is not None:
        send(ColleagueLeft(contact, handed=handed, heir=heir), at=at, dedupe=stamp)
    send(ContactLeftSchool(contact, handed=handed, heir=heir), at=at, dedupe=stamp)
    return handed


def _locked(contact: CompanyContact) -> CompanyContact:
    rows = CompanyContact.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("company", "user").get(pk=contact.pk)


def _lock_colleagues(company_key: int) -> dict[int, CompanyContact]:
    """Who is at the company now, by key; nobody else changes them until the end."""
    Company.objects.select_for_update(no_key=True).get(pk=company_key)
    rows = CompanyContact.objects.select_for_update(of=("self",), no_key=True)
    active = rows.filter(company_id=company_key, is_active=True, user__is_active=True)
    return {row.pk: row for row in active.select_related("company", "user").order_by("pk")}


def _others(colleagues: dict[int, CompanyContact], gone: CompanyContact) -> list[CompanyContact]:
    return [one for one in colleagues.values() if one.pk != gone.pk and one.may_sign_in]


def _keep_a_manager(
    colleagues: dict[int, CompanyContact], *, without: CompanyContact, alone_is_fine: bool = False
) -> None:
    others = _others(colleagues, without)
    if any(one.has_role(ContactRole.MANAGER) for one in others) or (alone_is_fine and not others):
        return
    raise IllegalMove(LAST_MANAGER)


def _heir(
    colleagues: dict[int, CompanyContact], gone: CompanyContact, wanted: CompanyContact | None
) -> CompanyContact | None:
    others = _others(colleagues, gone)
    if wanted is not None:
        chosen = next((one for one in others if one.pk == wanted.pk), None)
        if chosen is None:
            raise IllegalMove(_("Choose a colleague who still works with you."))
        return chosen
    managers = [one for one in others if one.has_role(ContactRole.MANAGER)]
    return next(iter([*managers, *others]), None)
