"""Why somebody needs a word: each reason spelled out, with where to do something about it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from becode.backoffice.parts import Tone
from becode.files.enums import OWED_DOCUMENT_STATES, DocumentState
from cohorts.enums import AssessedBy, AssessmentMoment, FileKind
from cohorts.flags import highest
from cohorts.models import AttendanceFlag, Cohort, Evaluation, FileItem

ENDS_SOON = timedelta(days=60)
# What ends on a day, and matters while it does.
ENDING = (FileKind.PERMIT, FileKind.BENEFIT, FileKind.WAIVER)


@dataclass(frozen=True, slots=True)
class Risk:
    """A sentence; `kind` says what it is about: attendance, file, evaluation."""

    kind: str
    text: str
    tone: Tone = "warning"

    @classmethod
    def silent(cls, days: int, *, since: date) -> "Risk":
        words = ngettext(
            "No check-in and no absence filed for %(days)d day of lessons, since %(since)s",
            "No check-in and no absence filed for %(days)d days of lessons, since %(since)s",
            days,
        )
        return cls("attendance", words % {"days": days, "since": _day(since)}, "bad")


def risks_of(cohort: Cohort, *, on: date) -> dict[int, list[Risk]]:
    """By enrolment: open flags, what the file lacks or what ends in it, evaluations overdue.

    Three queries.
    """
    found: dict[int, list[Risk]] = defaultdict(list)
    flags = AttendanceFlag.objects.open().filter(enrolment__cohort=cohort)
    for flag in highest(flags.order_by("raised_at", "pk")):
        text = _("%(threshold)s: talk with them") % {"threshold": flag.get_threshold_display()}
        found[flag.enrolment_id].append(Risk("attendance", text, "bad"))
    items = FileItem.objects.filter(enrolment__cohort=cohort).order_by("kind", "pk")
    for item in items:
        risk = _file_risk(item, cohort, on=on)
        if risk is not None:
            found[item.enrolment_id].append(risk)
    overdue = Evaluation.objects.owed().filter(enrolment__cohort=cohort, due_on__lt=on)
    for evaluation in overdue.order_by("due_on", "by"):
        found[evaluation.enrolment_id].append(Risk("evaluation", overdue_words(evaluation)))
    return found


def overdue_words(evaluation: Evaluation) -> str:
    """Which evaluation should have been filed by whom, and when."""
    words = {
        "moment": AssessmentMoment(evaluation.moment).label,
        "by": AssessedBy(evaluation.by).label,
        "day": _day(evaluation.due_on),
    }
    return _("Evaluation (%(moment)s) by: %(by)s. It was due on %(day)s") % words


def _file_risk(item: FileItem, cohort: Cohort, *, on: date) -> Risk | None:
    name = item.get_kind_display()
    if item.state in OWED_DOCUMENT_STATES:
        return Risk("file", _("Still to bring: %(what)s") % {"what": name})
    ends = item.valid_until
    if item.kind not in ENDING or ends is None or item.state == DocumentState.WAIVED:
        return None
    if ends < on:
        return Risk(
            "file", _("%(what)s: ended on %(day)s") % {"what": name, "day": _day(ends)}, "bad"
        )
    last = cohort.internship_end_on or cohort.end_on
    if ends < min(last, on + ENDS_SOON):
        return Risk("file", _("%(what)s: ends on %(day)s") % {"what": name, "day": _day(ends)})
    return None


def _day(on: date) -> str:
    return date_format(on, "j F Y")
