"""Reminders 12, 13, 15 and 38 of docs/domain.md, "Reminders": the file and the laptop."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from becode.files.enums import DocumentState
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
    FileIncomplete,
    LaptopOut,
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


declare(
    Rule(
        key="file_incomplete",
        number=12,
        records=lambda: _owing(EnrolmentState.ENROLLED, BEFORE_START),
        anchor="cohort__start_on",
        offsets=_BEFORE,
        notification=lambda enrolment, offset: FileIncomplete(enrolment),
    ),
    Rule(
        key="cohort_files_incomplete",
        number=12,
        records=lambda: Cohort.objects.filter(state=CohortState.PLANNED).select_related("campus"),
        anchor="start_on",
        offsets=_BEFORE,
        notification=lambda cohort, offset: CohortFilesBefore(cohort),
    ),
    Rule(
        key="file_ends",
        number=13,
        records=_ending,
        anchor="valid_until",
        offsets=(Offset(days=-60), Offset(days=-30), Offset(days=-14)),
        notification=lambda item, offset: EndsTooEarly(item),
    ),
    Rule(
        key="file_unsigned",
        number=15,
        records=lambda: _owing(EnrolmentState.IN_TRAINING, AFTER_START),
        anchor="started_on",
        offsets=_AFTER,
        notification=lambda enrolment, offset: Unsigned(enrolment),
    ),
    Rule(
        key="cohort_files_unsigned",
        number=15,
        records=lambda: Cohort.objects.filter(state=CohortState.RUNNING).select_related("campus"),
        anchor="start_on",
        offsets=_AFTER,
        notification=lambda cohort, offset: CohortFilesAfter(cohort),
    ),
    Rule(
        key="laptop_out_left",
        number=38,
        records=_out,
        anchor="enrolment__left_on",
        offsets=_BACK,
        notification=lambda loan, offset: LaptopOut(loan),
    ),
    Rule(
        key="laptop_out_graduated",
        number=38,
        records=_out,
        anchor="enrolment__graduated_on",
        offsets=_BACK,
        notification=lambda loan, offset: LaptopOut(loan),
    ),
)
