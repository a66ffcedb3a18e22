"""What happens when a card of the board is put into another column: one workflow call, or a no.

Nobody is rejected from the board: saying no asks for a reason and words of its own.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from applicants.enums import ApplicationState, StepKind
from applicants.models import Application, SelectionStep
from applicants.querysets.stages import RECEIVED, TO_DECIDE, WAITING
from applicants.workflow import deciding, selecting
from becode.core.actors import Actor
from becode.core.moves import IllegalMove, Stale

_WAITS_FOR_DECISION = (ApplicationState.SUBMITTED, ApplicationState.IN_SELECTION)


def move_card(
    *, application: Application, seen_in: str, to: str, actor: Actor, at: datetime
) -> None:
    """Move an application (read `with_stage()`) to a column by the verb that leads there.

    `seen_in` is the column in which the colleague saw it. Raises Stale when it has left that
    column since, IllegalMove with a sentence when no verb leads there.
    """
    if application.stage != seen_in:  # type: ignore[attr-defined]
        raise Stale
    if to == seen_in:
        return
    if to == WAITING:
        if application.state not in _WAITS_FOR_DECISION:
            raise IllegalMove
        deciding.admit(application=application, wait=True, actor=actor, at=at)
    elif to in StepKind.values:
        if application.state not in _WAITS_FOR_DECISION:
            raise IllegalMove(_("The decision is made. Open the application to change it."))
        step = SelectionStep.objects.of_track(application.track_id).filter(kind=to).first()
        if step is None:
            raise IllegalMove(
                _("%(track)s has no step “%(step)s”.")
                % {"track": application.track.name, "step": StepKind(to).label}
            )
        selecting.go_to_step(application=application, step=step, actor=actor, at=at)
    elif to == RECEIVED:
        raise IllegalMove(_("The selection has begun. It does not go back to “Received”."))
    elif to == TO_DECIDE:
        raise IllegalMove(
            _("An application is ready to decide when its last step is judged. Judge the step.")
        )
    else:
        raise IllegalMove
