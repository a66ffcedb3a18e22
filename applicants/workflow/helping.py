""" "I need help": somebody asks to be called, and a colleague calls."""

from datetime import datetime

from django.db import transaction

from applicants.enums import HELP_MOVES, HelpState
from applicants.models import HelpRequest
from becode.audit.record import move, record
from becode.campuses.models import Campus
from becode.core.actors import Actor, ActorKind


@transaction.atomic
def ask_for_help(
    *,
    name: str,
    phone: str,
    language: str,
    actor: Actor,
    at: datetime,
    question: str = "",
    campus: Campus | None = None,
    page: str = "",
    is_demo: bool = False,
) -> HelpRequest:
    """Keep who wants to be called about what; the same number asks once while it waits."""
    waiting = HelpRequest.objects.open().filter(phone=phone).first()
    if waiting is not None:
        return waiting
    asked = HelpRequest.objects.create(
        name=name,
        phone=phone,
        language=language,
        question=question,
        campus=campus,
        page=page,
        asked_at=at,
        is_demo=is_demo,
    )
    record("help.asked", subject=asked, actor=actor, at=at, new_state=asked.state)
    return asked


@transaction.atomic
def finish_help(*, asked: HelpRequest, outcome: str, actor: Actor, at: datetime) -> None:
    """A colleague called; `outcome` says in a line what came of it."""
    move(
        asked,
        moves=HELP_MOVES,
        to=HelpState.DONE,
        label="help.done",
        actor=actor,
        at=at,
        outcome=outcome,
        handled_at=at,
        handled_by_id=actor.key if actor.kind == ActorKind.USER else None,
    )


@transaction.atomic
def reopen_help(*, asked: HelpRequest, actor: Actor, at: datetime) -> None:
    """It has to be tried once more."""
    move(
        asked,
        moves=HELP_MOVES,
        to=HelpState.OPEN,
        label="help.again",
        actor=actor,
        at=at,
        handled_at=None,
        handled_by_id=None,
    )
