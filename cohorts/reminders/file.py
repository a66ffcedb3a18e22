"""Reminders 12, 13, 15 and 38 of docs/domain.md, "Reminders": the file and the laptop."""

from dataclasses import replace
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from becode.files.enums import DocumentState
from becode.messages.notification import Notification
from becode.reminders.enums import Audience, Milestone
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule
from cohorts.enums import RUNNING, CohortState, EnrolmentState, FileKind
from cohorts.models import Cohort, Enrolment, FileItem, LaptopLoan
from cohorts.notifications.file import (
    AFTER_START,
    BEFORE_START,
    CohortFilesAfter,
    CohortFilesBefore,
    EndsTooEarly,
    EndsTooEarlyToCoaches,
    FileIncomplete,
    LaptopOut,
    LaptopOutToCoaches,
    Unsigned,
)

_BEFORE = tuple(Offset(days=days) for days in (-21, -14, -7, -3))
_AFTER = (Offset(days=1), Offset(days=3))
_BACK = (Offset(days=0), Offset(days=7), Offset(days=14))


def _owing(state: EnrolmentState, kinds: tuple[FileKind, ...]) -> "QuerySet[Any]":
    """Learners in this state of whose file something is missing."""
    owed = FileItem.objects.owed().filter(enrolment=OuterRef("pk"), kind__in=kinds)
    return Enrolment.objects.filter(Exists(owed), state=state).select_related(
        "person", "cohort__campus"
    )


def _ending() -> "QuerySet[Any]":
    return (
        FileItem.objects.filter(
            kind__in=(FileKind.PERMIT, FileKind.BENEFIT),
            enrolment__state__in=RUNNING,
            valid_until__lt=F("enrolment__cohort__end_on"),
        )
        .exclude(state=DocumentState.WAIVED)
        .select_related("enrolment__person", "enrolment__cohort__campus")
    )


def _out() -> "QuerySet[Any]":
    return LaptopLoan.objects.out().select_related(
        "laptop", "enrolment__person", "enrolment__cohort__campus"
    )


def _learner_and_coaches(
    *,
    number: int,
    names: tuple[str, str],
    titles: tuple[Promise, Promise],
    stops: Promise,
    learners: tuple[EnrolmentState, tuple[FileKind, ...], str],
    cohorts: CohortState,
    offsets: tuple[Offset, ...],
    to_learner: type[Notification],
    to_coaches: type[Notification],
) -> tuple[Rule, Rule]:
    """A learner is reminded of what is owed, and the coaches once of their whole cohort.

    `names` and `titles` are those of the two rules; `learners`: in which state, what they owe, and
    from which of their days on; `cohorts`: in which state, from the first day on.
    """
    state, kinds, anchor = learners
    return (
        Rule(
            key=names[0],
            number=number,
            title=titles[0],
            to=Audience.LEARNER,
            stops=stops,
            says=(to_learner,),
            milestone=Milestone.COHORT_START,
            records=lambda: _owing(state, kinds),
            anchor=anchor,
            offsets=offsets,
            notification=lambda enrolment, offset: to_learner(enrolment),
        ),
        Rule(
            key=names[1],
            number=number,
            title=titles[1],
            to=Audience.COACHES,
            stops=stops,
            says=(to_coaches,),
            milestone=Milestone.COHORT_START,
            records=lambda: Cohort.objects.filter(state=cohorts).select_related("campus"),
            anchor="start_on",
            offsets=offsets,
            notification=lambda cohort, offset: to_coaches(cohort),
        ),
    )


def _laptop_is_out(
    name: str,
    *,
    titles: tuple[Promise, Promise],
    anchor: str,
    milestone: Milestone | None = None,
) -> tuple[Rule, Rule]:
    """To the learner and to the coaches."""
    learner = Rule(
        key=name,
        number=38,
        title=titles[0],
        to=Audience.LEARNER,
        stops=_("the laptop is back"),
        says=(LaptopOut,),
        milestone=milestone,
        records=_out,
        anchor=anchor,
        offsets=_BACK,
        notification=lambda loan, offset: LaptopOut(loan),
    )
    return learner, replace(
        learner,
        key=f"{name}_coaches",
        title=titles[1],
        to=Audience.COACHES,
        says=(LaptopOutToCoaches,),
        notification=lambda loan, offset: LaptopOutToCoaches(loan),
    )


_PERMIT = Rule(
    key="file_ends",
    number=13,
    title=_("A permit or benefit ends before the training"),
    to=Audience.LEARNER,
    stops=_("renewed"),
    says=(EndsTooEarly,),
    milestone=None,
    records=_ending,
    anchor="valid_until",
    offsets=(Offset(days=-60), Offset(days=-30), Offset(days=-14)),
    notification=lambda item, offset: EndsTooEarly(item),
)

declare(
    *_learner_and_coaches(
        number=12,
        names=("file_incomplete", "cohort_files_incomplete"),
        titles=(
            _("The file is not complete before the start"),
            _("Files of the cohort are not complete before the start"),
        ),
        stops=_("everything is in"),
        learners=(EnrolmentState.ENROLLED, BEFORE_START, "cohort__start_on"),
        cohorts=CohortState.PLANNED,
        offsets=_BEFORE,
        to_learner=FileIncomplete,
        to_coaches=CohortFilesBefore,
    ),
    _PERMIT,
    replace(
        _PERMIT,
        key="file_ends_coaches",
        title=_("A permit or benefit of a learner ends before the training"),
        to=Audience.COACHES,
        says=(EndsTooEarlyToCoaches,),
        notification=lambda item, offset: EndsTooEarlyToCoaches(item),
    ),
    *_learner_and_coaches(
        number=15,
        names=("file_unsigned", "cohort_files_unsigned"),
        titles=(
            _("The contract or laptop form is not signed"),
            _("Contracts or laptop forms are not signed"),
        ),
        stops=_("everything is signed"),
        learners=(EnrolmentState.IN_TRAINING, AFTER_START, "started_on"),
        cohorts=CohortState.RUNNING,
        offsets=_AFTER,
        to_learner=Unsigned,
        to_coaches=CohortFilesAfter,
    ),
    *_laptop_is_out(
        "laptop_out_left",
        titles=(
            _("The laptop is not back: the learner left"),
            _("The laptop of a learner who left is not back"),
        ),
        anchor="enrolment__left_on",
    ),
    *_laptop_is_out(
        "laptop_out_graduated",
        titles=(
            _("The laptop is not back: the learner graduated"),
            _("The laptop of a learner who graduated is not back"),
        ),
        anchor="enrolment__graduated_on",
        milestone=Milestone.GRADUATION,
    ),
)
