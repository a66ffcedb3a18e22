"""Who somebody was at the start, and why they came: written in the first days, then fixed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from becode.audit.record import record
from becode.core import clock
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from cohorts.calendar import ONE_DAY, closed_days, is_training_day
from cohorts.enums import EnrolmentState, Intent, LabourStatus
from cohorts.models import Enrolment, EntryRecord, IntentSurvey, TrainingDay

# What an entry record asks, in the order of its page.
QUESTIONS = (
    "schooling",
    "labour_status",
    "nationality_group",
    "born_in",
    "parents_born_in",
    "housing",
)
# At the end of this day after the start it is fixed.
FIXED_AFTER = timedelta(days=7)
INTENT_DAYS = 3
# Three training days with a long closure between them.
LONGEST_FIRST_DAYS = timedelta(days=30)
FIXED = gettext_lazy("This was fixed after the first week: it cannot be changed any more.")


@transaction.atomic
def write_entry(
    *,
    enrolment: Enrolment,
    answers: Mapping[str, str],
    unemployed_since: date | None,
    actor: Actor,
    at: datetime,
) -> EntryRecord:
    """Write the answers down: a value, or "unsaid", "unknown" or "not_asked" each.

    The day since when somebody is without work is kept for those who look for work alone.
    Raises IllegalMove once it is fixed.
    """
    hold = Enrolment.objects.select_for_update(no_key=True)
    enrolment.refresh_from_db(from_queryset=hold)
    kept = EntryRecord.objects.filter(enrolment=enrolment).first()
    if kept is None:
        kept = EntryRecord(enrolment=enrolment)
    elif kept.fixed_at is not None:
        raise IllegalMove(FIXED)
    for name in QUESTIONS:
        setattr(kept, name, answers[name])
    is_unemployed = kept.labour_status == LabourStatus.UNEMPLOYED
    kept.unemployed_since = unemployed_since if is_unemployed else None
    kept.changed_at = at
    kept.save()
    _record("entry.written", enrolment, actor=actor, at=at)
    return kept


@transaction.atomic
def fix_entry(*, entry: EntryRecord, actor: Actor, at: datetime) -> None:
    """From now on nobody changes it. Raises IllegalMove where it is fixed already."""
    if EntryRecord.objects.filter(pk=entry.pk, fixed_at=None).update(fixed_at=at) != 1:
        raise IllegalMove(FIXED)
    entry.fixed_at = at
    _record("entry.fixed", entry.enrolment, actor=actor, at=at)


def fix_entries_due(*, at: datetime) -> int:
    """Fix what was opened, once the first week is over; returns how many."""
    last = clock.local_day(at) - FIXED_AFTER
    due = EntryRecord.objects.filter(fixed_at=None, enrolment__started_on__lt=last)
    count = 0
    for entry in due.select_related("enrolment").order_by("pk"):
        try:
            fix_entry(entry=entry, actor=SYSTEM, at=at)
        except IllegalMove:
            continue  # a colleague was first
        count += 1
    return count


@transaction.atomic
def answer_intent(*, enrolment: Enrolment, intent: str, actor: Actor, at: datetime) -> IntentSurvey:
    """Why somebody follows the training, said once in their first three training days.

    Raises IllegalMove before and after, and for a second answer.
    """
    if not may_answer(enrolment, on=clock.local_day(at)):
        raise IllegalMove(_("This question is asked in the first three days of the training."))
    try:
        with transaction.atomic():
            survey = IntentSurvey.objects.create(
                enrolment=enrolment, intent=Intent(intent), answered_at=at
            )
    except IntegrityError as error:
        raise IllegalMove(_("You answered this already. Thank you!")) from error
    _record("intent.answered", enrolment, actor=actor, at=at)
    return survey


def may_answer(enrolment: Enrolment, *, on: date) -> bool:
    """Whether this is one of the first three training days of a learner, or between them."""
    first_on = enrolment.started_on
    if enrolment.state != EnrolmentState.IN_TRAINING or first_on is None or on < first_on:
        return False
    if on > first_on + LONGEST_FIRST_DAYS or _goes_on(enrolment):
        return False
    return on <= last_intent_day(enrolment)


def last_intent_day(enrolment: Enrolment) -> date:
    """Their third training day, by the days of the cohort, else by the calendar."""
    first_on = enrolment.started_on or enrolment.cohort.start_on
    planned = TrainingDay.objects.filter(cohort=enrolment.cohort_id, on__gte=first_on)
    days = list(planned.order_by("on").values_list("on", flat=True)[:INTENT_DAYS])
    if len(days) == INTENT_DAYS:
        found: date = days[-1]
        return found
    until = first_on + LONGEST_FIRST_DAYS
    closed = closed_days(enrolment.cohort.campus, since=first_on, until=until)
    day, gone = first_on, 0
    while True:
        gone += is_training_day(day) and day not in closed
        if gone >= INTENT_DAYS or day >= until:
            return day
        day += ONE_DAY


def in_first_week(enrolment: Enrolment, *, on: date) -> bool:
    """Whether the entry record is asked of the learner now."""
    first_on = enrolment.started_on
    if enrolment.state != EnrolmentState.IN_TRAINING or first_on is None:
        return False
    return first_on <= on <= first_on + FIXED_AFTER and not _goes_on(enrolment)


def _goes_on(enrolment: Enrolment) -> bool:
    """Whether they started in another cohort: then both were asked there."""
    earlier = enrolment.transferred_from
    return earlier is not None and earlier.started_on is not None


def _record(label: str, enrolment: Enrolment, *, actor: Actor, at: datetime) -> None:
    record(label, subject=enrolment, actor=actor, at=at)
