"""Referral partners and those of their workers who may refer people themselves."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applicants.models import PartnerContact, ReferralPartner
from applicants.notifications.referrals import ReferrerInvited
from becode.accounts.models import User
from becode.accounts.workflow import create_account, deactivate, reactivate
from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send


@transaction.atomic
def create_partner(
    *, facts: Mapping[str, object], actor: Actor, at: datetime, is_demo: bool = False
) -> ReferralPartner:
    partner = ReferralPartner.objects.create(**facts, created_at=at, is_demo=is_demo)
    record("partner.created", subject=partner, actor=actor, at=at)
    return partner


@transaction.atomic
def edit_partner(
    *, partner: ReferralPartner, changes: Mapping[str, object], actor: Actor, at: datetime
) -> None:
    for name, value in changes.items():
        setattr(partner, name, value)
    partner.save(update_fields=list(changes))
    fields = ",".join(sorted(changes))
    record("partner.edited", subject=partner, actor=actor, at=at, keys={"fields": fields})


@transaction.atomic
def add_contact(
    *,
    partner: ReferralPartner,
    name: str,
    actor: Actor,
    at: datetime,
    function: str = "",
    email: str = "",
    phone: str = "",
) -> PartnerContact:
    """Somebody to call or write to; without an account."""
    contact = PartnerContact.objects.create(
        partner=partner, name=name, function=function, email=email, phone=phone
    )
    record("partner.contact_added", subject=partner, actor=actor, at=at)
    return contact


@transaction.atomic
def invite_contact(
    *, contact: PartnerContact, email: str, language: str, actor: Actor, at: datetime
) -> PartnerContact:
    """Let a contact refer people themselves, and write to them where to sign in.

    One who left comes back with their account and finds their people again. Raises IllegalMove
    where the address is a colleague's, a company's or another contact's.
    """
    contact = PartnerContact.objects.select_for_update().get(pk=contact.pk)
    if contact.user_id is not None and contact.ended_at is None:
        raise IllegalMove(_("This contact was invited already."))
    if not contact.partner.is_active:
        raise IllegalMove(_("This partner is not active any more."))
    user = contact.user or _account_for(contact, email=email, language=language, actor=actor, at=at)
    if not user.is_active:
        user = reactivate(user, actor=actor, at=at)
    contact.user, contact.email, contact.ended_at = user, user.email, None
    contact.save(update_fields=["user", "email", "ended_at"])
    record("partner.contact_invited", subject=contact.partner, actor=actor, at=at)
    send(ReferrerInvited(contact), at=at, dedupe=at.isoformat())
    return contact


def _account_for(
    contact: PartnerContact, *, email: str, language: str, actor: Actor, at: datetime
) -> User:
    """A new account without roles: an address that has one already is somebody else's."""
    return create_account(
        email=email,
        name=contact.name,
        language=language,
        phone=contact.phone,
        actor=actor,
        at=at,
        is_demo=contact.partner.is_demo,
    )


@transaction.atomic
def end_access(*, contact: PartnerContact, actor: Actor, at: datetime) -> None:
    """End a contact's access at once; the account, which has no other use, is closed with it."""
    live = PartnerContact.objects.filter(
        pk=contact.pk, ended_at__isnull=True, user__isnull=False
    ).update(ended_at=at)
    if live != 1:
        raise IllegalMove(_("This access was ended already."))
    contact.ended_at = at
    record("partner.access_ended", subject=contact.partner, actor=actor, at=at)
    user = contact.user
    if user is not None and user.is_active and not user.roles:
        deactivate(user, actor=actor, at=at)
