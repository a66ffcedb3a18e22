"""The answer to the yearly question, as somebody gave it to a colleague."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from applicants.models import Application
from applicants.permissions import can_decide
from applicants.workflow.interest import answer_interest
from becode.backoffice.verbs import Verb
from becode.core.actors import Actor


def _is_asked(application: Application) -> bool:
    """Asked, not answered, and on a list; no query for the others."""
    return bool(application.interest_asks) and application.entries.waiting().exists()


def _answer(*, still: bool) -> Any:
    def run(application: Application, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        answer_interest(application=application, still=still, actor=actor, at=at)

    return run


STILL_WAITING_VERBS = (
    Verb(
        "still-waits",
        label=_("Still waits"),
        icon="hourglass_top",
        explain=_("The person told you that they still want a seat. In a year we ask again."),
        allowed=can_decide,
        possible=_is_asked,
        run=_answer(still=True),
    ),
    Verb(
        "waits-no-more",
        label=_("Does not wait any more"),
        icon="hourglass_disabled",
        explain=_(
            "The person told you so. They leave all lists; for 60 days the old place can be "
            "given back."
        ),
        danger=True,
        allowed=can_decide,
        possible=_is_asked,
        run=_answer(still=False),
    ),
)
