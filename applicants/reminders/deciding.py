"""Reminder 8 of docs/domain.md, "Reminders": scores that are missing.

The days count from when the person was there, or from when a colleague was asked, if that was
later. Two rules, because a rule counts from one column.
"""

from django.utils.translation import gettext_lazy as _

from applicants.models import Assessment
from applicants.notifications import ScoresMissing
from becode.reminders.enums import Audience
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule

_AFTER = (Offset(days=1), Offset(days=3))

declare(
    Rule(
        key="scores_missing",
        number=8,
        title=_("Scores are missing"),
        to=Audience.ASSESSOR,
        stops=_("scored"),
        says=(ScoresMissing,),
        milestone=None,
        records=lambda: Assessment.objects.owed_since_step(),
        anchor="progress__done_at",
        offsets=_AFTER,
        notification=lambda assessment, offset: ScoresMissing(assessment),
    ),
    Rule(
        key="scores_missing_asked_later",
        number=8,
        title=_("Scores are missing, asked later"),
        to=Audience.ASSESSOR,
        stops=_("scored"),
        says=(ScoresMissing,),
        milestone=None,
        records=lambda: Assessment.objects.owed_since_asked(),
        anchor="assigned_at",
        offsets=_AFTER,
        notification=lambda assessment, offset: ScoresMissing(assessment),
    ),
)
