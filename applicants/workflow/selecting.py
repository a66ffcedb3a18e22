"""The way of an application through the steps of its track: one present step at a time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.enums import ApplicationState, ProgressState
from applicants.models import Application, SelectionStep, StepProgress
from applicants.workflow.deciding import take_up
from applicants.workflow.locks import lock_application
from becode.core.actors import Actor
from becode.core.moves import IllegalMove


@transaction.atomic
def go_to_step(
    *, application: Application, step: SelectionStep, actor: Actor, at: datetime
) -> StepProgress:
    """Make this the present step. Raises IllegalMove for what is closed, or another track's."""
    locked = lock_application(application.pk)
    if locked.state not in (ApplicationState.SUBMITTED, ApplicationState.IN_SELECTION):
        raise IllegalMove(_("This application is not in selection any more."))
    if step.track_id != locked.track_id:
        raise IllegalMove(_("This step belongs to another track."))
    if locked.state == ApplicationState.SUBMITTED:
        take_up(application=application, actor=actor, at=at)
    locked.progress.present().exclude(step=step).update(
        state=ProgressState.SKIPPED, judged_at=at, judged_by=actor.key
    )
    progress, _made = StepProgress.objects.update_or_create(
        application=application,
        step=step,
        defaults={"state": ProgressState.TO_DO, "due_at": at + timedelta(days=step.deadline_days)},
        create_defaults={"reached_at": at, "due_at": at + timedelta(days=step.deadline_days)},
    )
    return progress
