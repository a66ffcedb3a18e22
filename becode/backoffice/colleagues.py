"""Inviting colleagues: the account and the message that tells them of it, together."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.accounts import workflow
from becode.accounts.models import User
from becode.audit.record import record
from becode.backoffice.notifications import ColleagueInvitation
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send


@transaction.atomic
def invite_colleague(
    *,
    email: str,
    name: str,
    language: str,
    roles: Iterable[str],
    campuses: Iterable[Campus],
    actor: Actor,
    at: datetime,
) -> User:
    """Make a colleague's account and write to them. Raises IllegalMove as the account's verb."""
    user = workflow.invite_colleague(
        email=email,
        name=name,
        language=language,
        roles=roles,
        campuses=campuses,
        actor=actor,
        at=at,
    )
    send(ColleagueInvitation(user), at=at)
    return user


@transaction.atomic
def invite_again(user: User, *, actor: Actor, at: datetime) -> None:
    """Write once more to a colleague who never signed in. Raises IllegalMove for all others."""
    if not can_be_invited_again(user):
        raise IllegalMove(_("This colleague has signed in already."))
    record("account.invited_again", subject=user, actor=actor, at=at)
    send(ColleagueInvitation(user), at=at, dedupe=at.isoformat())


def can_be_invited_again(user: User) -> bool:
    return user.is_staff and user.last_login is None
