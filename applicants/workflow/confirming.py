"""What a helper filled in waits for the person's word. docs/domain.md, "Helpers"."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.enums import (
    APPLICATION_MOVES,
    BY_HELPERS,
    ApplicationState,
    WithdrawalReason,
)
from applicants.models import Application
from applicants.notifications.received import ApplicationReceived
from applicants.workflow.locks import lock_application, lock_person
from becode.audit.record import move, record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove, Stale
from becode.messages.compose import send

OPEN = (ApplicationState.SUBMITTED, ApplicationState.IN_SELECTION)


def is_unconfirmed(application: Application) -> bool:
    """Whether a helper filled it in and the person has not said yet that it is theirs."""
    return application.filled_by in BY_HELPERS and application.confirmed_at is None


def can_confirm(application: Application) -> bool:
    return is_unconfirmed(application) and application.state in OPEN


def require_confirmed(application: Application) -> None:
    """Raises IllegalMove for an application that is not the person's own yet."""
    if is_unconfirmed(application):
        raise IllegalMove(
            _("A helper filled this in. The person has to confirm it first, online or by phone.")
        )


@transaction.atomic
def confirm(*, application: Application, actor: Actor, at: datetime) -> None:
    """The person says that the application is theirs; raises IllegalMove when they cannot.

    Pressing twice confirms once. Now they get the message that every applicant gets.
    """
    if not can_confirm(application):
        raise IllegalMove
    waiting = Application.objects.filter(pk=application.pk, confirmed_at=None, state__in=OPEN)
    if waiting.update(confirmed_at=at) != 1:
        raise Stale
    application.confirmed_at = at
    record("application.confirmed", subject=application, actor=actor, at=at)
    send(ApplicationReceived(application), at=at)


@transaction.atomic
def disown(*, application: Application, actor: Actor, at: datetime) -> None:
    """The person did not want it: withdrawn, and written down as that."""
    lock_person(application.person_id)
    if not can_confirm(lock_application(application.pk)):
        raise IllegalMove
    record("application.disowned", subject=application, actor=actor, at=at)
    move(
        application,
        moves=APPLICATION_MOVES,
        to=ApplicationState.WITHDRAWN,
        label="application.withdrawn",
        actor=actor,
        at=at,
        reason_code=WithdrawalReason.OTHER,
        withdrawal_reason=WithdrawalReason.OTHER,
        decided_at=at,
    )
