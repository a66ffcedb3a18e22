"""Reminders 17, 18 and 20: proofs that are missing, absences to judge, months to lock."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from becode.reminders.enums import Audience, Milestone
from becode.reminders.registry import declare, declare_told
from becode.reminders.rules import Offset, Rule, ToldAtOnce
from cohorts.enums import RUNNING, ProofKind
from cohorts.models import Absence, TrainingDay
from cohorts.notifications.absences import (
    AbsenceUndecided,
    FlagRaised,
    FlagToCoach,
    MonthUnsigned,
    ProofMissing,
    ProofMissingToCoach,
)


def _pending() -> "QuerySet[Any]":
    return Absence.objects.pending().select_related(
        "enrolment__person", "enrolment__cohort__campus"
    )


def _without_proof() -> "QuerySet[Any]":
    unproven = _pending().filter(proof_at__isnull=True, enrolment__state__in=RUNNING)
    return unproven.exclude(proof_kind=ProofKind.DECLARATION)


def _last_lessons() -> "QuerySet[Any]":
    """The last training day of each month of each cohort."""
    later = TrainingDay.objects.filter(
        cohort=OuterRef("cohort"),
        on__year=OuterRef("on__year"),
        on__month=OuterRef("on__month"),
        on__gt=OuterRef("on"),
    )
    return TrainingDay.objects.filter(~Exists(later)).select_related("cohort__campus")


declare(
    # 24 and 43 hours after the last day: counted back from the 48th. At the 44th, eight in the
    # evening, text messages rest, and the morning after is too late.
    Rule(
        key="proof_missing",
        number=17,
        title=_("An absence has no proof"),
        to=Audience.LEARNER,
        stops=_("the proof is in, judged"),
        says=(ProofMissing,),
        milestone=None,
        records=_without_proof,
        anchor="proof_due_at",
        offsets=(Offset(hours=-24), Offset(hours=-5)),
        notification=lambda absence, offset: ProofMissing(absence),
    ),
    Rule(
        key="proof_missing_coach",
        number=17,
        title=_("An absence has no proof, the time is over"),
        to=Audience.COACHES,
        stops=_("the proof is in, judged"),
        says=(ProofMissingToCoach,),
        milestone=None,
        records=_without_proof,
        anchor="proof_due_at",
        offsets=(Offset(days=0),),
        notification=lambda absence, offset: ProofMissingToCoach(absence),
    ),
    # With a proof counted from the proof, without one from when it can come no more.
    Rule(
        key="absence_undecided",
        number=18,
        title=_("An absence waits for a decision"),
        to=Audience.MANAGERS,
        stops=_("judged"),
        says=(AbsenceUndecided,),
        milestone=None,
        records=_pending,
        anchor="proof_at",
        offsets=(Offset(days=3),),
        notification=lambda absence, offset: AbsenceUndecided(absence),
    ),
    Rule(
        key="absence_undecided_unproven",
        number=18,
        title=_("An absence without proof waits for a decision"),
        to=Audience.MANAGERS,
        stops=_("judged"),
        says=(AbsenceUndecided,),
        milestone=None,
        records=lambda: _pending().filter(proof_at__isnull=True),
        anchor="proof_due_at",
        offsets=(Offset(days=3),),
        notification=lambda absence, offset: AbsenceUndecided(absence),
    ),
    Rule(
        key="month_unsigned",
        number=20,
        title=_("The attendance of the month is not signed"),
        to=Audience.COACHES,
        stops=_("the month is locked"),
        says=(MonthUnsigned,),
        milestone=Milestone.MONTH_END,
        records=_last_lessons,
        anchor="on",
        offsets=(Offset(days=0, hour=15), Offset(days=2), Offset(days=5)),
        notification=lambda day, offset: MonthUnsigned(day),
    ),
)

declare_told(
    ToldAtOnce(
        number=19,
        title=_("Absences passed a limit"),
        to=Audience.LEARNER_AND_COACHES,
        says=(FlagRaised, FlagToCoach),
    ),
)
