"""Correcting one check-in of one learner, whatever the day."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.backoffice.verb import Verb
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField, refuse_far_day
from cohorts.class_sheet import REASON_LENGTH
from cohorts.enums import Moment
from cohorts.models import Enrolment
from cohorts.permissions.cohorts import can_guide
from cohorts.workflow.checking_in import correct


class CorrectForm(forms.Form):
    """Which moment of which day, and what shall stand there."""

    on = forms.DateField(
        label=_("Day"), initial=clock.today, widget=forms.DateInput(), validators=[refuse_far_day]
    )
    moment = forms.TypedChoiceField(label=_("Moment"), choices=Moment.choices, coerce=int)
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M"),
        help_text=_("Empty: the learner was not there."),
    )
    reason = PlainTextField(label=_("Reason"), longest=REASON_LENGTH)


def _correct(obj: Enrolment, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    hour = data["time"]
    correct(
        enrolment=obj,
        on=data["on"],
        moment=Moment(data["moment"]),
        to=clock.at_local(data["on"], hour.hour, hour.minute) if hour else None,
        reason=data["reason"],
        actor=actor,
        at=at,
    )


CORRECT_CHECK_IN = Verb(
    "check-in",
    label=_("Correct a check-in"),
    icon="edit_calendar",
    form=CorrectForm,
    quiet=True,
    explain=_("The time before stays in the history, with your name and the reason."),
    allowed=can_guide,
    possible=lambda enrolment: enrolment.started_on is not None,
    run=_correct,
)
