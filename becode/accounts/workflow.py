"""Changes to accounts: made by invitation, given roles, closed, opened again.

The invitation itself is a message and belongs to those above (`becode.backoffice.colleagues`
for staff, `placements` for companies): they call `create_account` in their own transaction.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.audit.record import record
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.core.moves import IllegalMove

EMAIL_TAKEN = _("There is an account with this e-mail address.")
LAST_ADMINISTRATOR = _("This is the last administrator. Make somebody else administrator first.")
NOT_YOURSELF = _("You cannot close your own account. Ask another administrator.")


@transaction.atomic
def create_account(
    *,
    email: str,
    name: str,
    language: str,
    actor: Actor,
    at: datetime,
    roles: Iterable[str] = (),
    campuses: Iterable[Campus] = (),
    phone: str = "",
    is_demo: bool = False,
) -> User:
    """A new account that can sign in at once with an e-mailed code; it has no password.

    Without roles it is not a colleague's. Raises IllegalMove when the address has an account.
    """
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise IllegalMove(EMAIL_TAKEN)
    user = User(
        email=email,
        name=name.strip(),
        language=language,
        phone=phone,
        roles=_ordered(roles),
        invited_at=at,
        created_at=at,
        is_demo=is_demo,
    )
    user.set_unusable_password()
    user.save()
    user.campuses.set(campuses)
    record("account.created", subject=user, actor=actor, at=at, keys=_reach(user))
    return user


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
    """An account with at least one role; the caller sends the invitation.

    Raises IllegalMove without a role, or when the address has an account.
    """
    chosen = list(roles)
    if not chosen:
        raise IllegalMove(_("Choose at least one role."))
    return create_account(
        email=email,
        name=name,
        language=language,
        roles=chosen,
        campuses=campuses,
        actor=actor,
        at=at,
    )


@transaction.atomic
def change_details(
    user: User,
    *,
    name: str,
    language: str,
    phone: str,
    email: str,
    actor: Actor,
    at: datetime,
) -> User:
    """Correct what an account says of somebody. A new address ends the sessions of the old one.

    Raises IllegalMove when another account has the address.
    """
    user = _locked(user)
    email = email.strip().lower()
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise IllegalMove(EMAIL_TAKEN)
    is_new_address = user.email != email
    user.name, user.language, user.phone, user.email = name.strip(), language, phone, email
    user.save(update_fields=["name", "language", "phone", "email"])
    record("account.changed", subject=user, actor=actor, at=at)
    if is_new_address:
        _end_sessions(user)
        record("account.email_changed", subject=user, actor=actor, at=at)
    return user


@transaction.atomic
def change_roles(
    user: User, *, roles: Iterable[str], campuses: Iterable[Campus], actor: Actor, at: datetime
) -> User:
    """Set what somebody may do and where; no campus means all of them.

    Raises IllegalMove when the last active administrator would lose that role.
    """
    administrators = _lock_administrators()
    user = _locked(user)
    roles = _ordered(roles)
    if Role.ADMINISTRATOR not in roles:
        _keep_one(user, administrators)
    user.roles = roles
    user.save(update_fields=["roles"])
    user.campuses.set(campuses)
    record("account.roles_changed", subject=user, actor=actor, at=at, keys=_reach(user))
    return user


@transaction.atomic
def deactivate(user: User, *, actor: Actor, at: datetime) -> User:
    """Close an account: it can do nothing from this moment, in whatever browser it is open.

    Raises IllegalMove for one's own account, the last administrator and one closed already.
    """
    administrators = _lock_administrators()
    user = _locked(user)
    if not user.is_active:
        raise IllegalMove
    if actor == Actor.user(user):
        raise IllegalMove(NOT_YOURSELF)
    _keep_one(user, administrators)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _end_sessions(user)
    record("account.deactivated", subject=user, actor=actor, at=at)
    return user


@transaction.atomic
def reactivate(user: User, *, actor: Actor, at: datetime) -> User:
    """Open a closed account again; its old sessions stay ended."""
    user = _locked(user)
    if user.is_active:
        raise IllegalMove
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("account.reactivated", subject=user, actor=actor, at=at)
    return user


@transaction.atomic
def sign_out_everywhere(user: User, *, at: datetime) -> None:
    """End every session of an account, on this device and on all others."""
    _end_sessions(user)
    record("account.signed_out", subject=user, actor=Actor.user(user), at=at)


def _end_sessions(user: User) -> None:
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _lock_administrators() -> set[int]:
    """Hold all active administrators, so that the last two cannot remove each other at once."""
    rows = User.objects.with_role(Role.ADMINISTRATOR).select_for_update().order_by("pk")
    return set(rows.values_list("pk", flat=True))


def _keep_one(user: User, administrators: set[int]) -> None:
    if administrators == {user.pk}:
        raise IllegalMove(LAST_ADMINISTRATOR)


def _ordered(roles: Iterable[str]) -> list[str]:
    """Roles once each, in the order of the list of roles. Raises ValueError for an unknown one."""
    chosen = {Role(role) for role in roles}
    return [str(role) for role in Role if role in chosen]


def _reach(user: User) -> dict[str, int | str]:
    """Roles and campuses as plain keys for the audit."""
    keys = user.campuses.order_by("pk").values_list("pk", flat=True)
    return {"roles": ",".join(user.roles), "campuses": ",".join(str(key) for key in keys)}
