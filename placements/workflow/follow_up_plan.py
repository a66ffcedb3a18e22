"""When people who left us are asked, and when a question is past asking.

docs/domain.md, "Jobs and questions after leaving". All of it may run again.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from becode.core.actors import Actor
from becode.core.clock import local_day
from becode.messages.enums import MessageState, Topic
from becode.messages.models import Message
from becode.messages.preferring import refusing
from becode.people.models import Person
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from placements.enums import ExclusionReason, FollowUpState, NotAsked
from placements.models import ExitForm, FollowUp, FollowUpCall, OutcomeExclusion
from placements.querysets.job import WITH_US

# Months after leaving. docs/domain.md, "Reminders".
TERMS = (1, 3, 6, 12, 24)
# No later question closes the last one: it stays open for so long.
LAST_STAYS_OPEN = timedelta(days=90)
ABOUT = "placements.followup"


def exit_day(enrolment: Enrolment) -> date | None:
    """The day somebody graduated or left; None for those who are with us or never started."""
    if enrolment.state == EnrolmentState.GRADUATED:
        return enrolment.graduated_on
    return enrolment.left_on if enrolment.state == EnrolmentState.LEFT else None


def due_days(exit_on: date) -> dict[int, date]:
    """The day of each question, counted from the exit itself: 31 August + 6 is 28 February."""
    return {months: exit_on + relativedelta(months=months) for months in TERMS}


def _gone(among: "QuerySet[Enrolment] | None" = None) -> "QuerySet[Enrolment]":
    """Everybody who graduated or left, drop-outs included; or those `among` these."""
    return (Enrolment.objects.all() if among is None else among).filter(
        Q(state=EnrolmentState.GRADUATED) | Q(state=EnrolmentState.LEFT, left_on__isnull=False)
    )


def plan_follow_ups(*, limit: int = 1000, among: "QuerySet[Enrolment] | None" = None) -> int:
    """Plan the questions of everybody who graduated or left, drop-outs included; or only of those
    `among` these.

    Who does not want to be asked, died or was forgotten has rows that say so, and is not asked.
    Returns how many were planned.
    """
    gone = (
        _gone(among)
        .annotate(planned=Count("follow_ups"))
        .filter(planned__lt=len(TERMS))
        .order_by("pk")[:limit]
    )
    enrolments = list(gone)
    people = {enrolment.person_id for enrolment in enrolments}
    refused = refusing(Topic.AFTERWARDS, people)
    silent = (
        _people(OutcomeExclusion.objects.filter(reason=ExclusionReason.DIED), people),
        _people(OutcomeExclusion.objects.filter(reason=ExclusionReason.ERASED), people),
    )
    rows = []
    for enrolment in enrolments:
        day = exit_day(enrolment)
        for months, due_on in (due_days(day) if day else {}).items():
            row = FollowUp(enrolment=enrolment, months=months, due_on=due_on)
            if enrolment.person_id in silent[0] | silent[1]:
                row.state = FollowUpState.NOT_ASKED
                died = enrolment.person_id in silent[0]
                row.not_asked = NotAsked.DIED if died else NotAsked.ERASED
            elif enrolment.person_id in refused:
                row.state = FollowUpState.OPTED_OUT
            rows.append(row)
    if not rows:
        return 0
    before = FollowUp.objects.count()
    FollowUp.objects.bulk_create(rows, ignore_conflicts=True)
    return FollowUp.objects.count() - before


def _people(rows: "QuerySet[OutcomeExclusion]", people: set[int]) -> set[int]:
    found = rows.filter(enrolment__person_id__in=people).order_by()
    return set(found.values_list("enrolment__person_id", flat=True))


def plan_exit_forms(*, limit: int = 1000, among: "QuerySet[Enrolment] | None" = None) -> int:
    """A form for every exit, drop-outs included, or for those `among` these; returns how many are
    new.
    """
    gone = _gone(among).filter(exit_form__isnull=True).order_by("pk")[:limit]
    rows = [
        ExitForm(enrolment=enrolment, exit_on=day)
        for enrolment in gone
        if (day := exit_day(enrolment))
    ]
    before = ExitForm.objects.count() if rows else 0
    ExitForm.objects.bulk_create(rows, ignore_conflicts=True)
    return ExitForm.objects.count() - before if rows else 0


def follow_exits(*, limit: int = 1000) -> int:
    """Move what was planned where the day of the exit was corrected since; returns how many."""
    moved = 0
    day = Q(exit_on=F("enrolment__graduated_on")) | Q(exit_on=F("enrolment__left_on"))
    off = ExitForm.objects.open().exclude(day).select_related("enrolment").order_by("pk")[:limit]
    for form in off:
        exit_on = exit_day(form.enrolment)
        if exit_on is None:
            continue
        moved += ExitForm.objects.open().filter(pk=form.pk).update(exit_on=exit_on)
        for months, due_on in due_days(exit_on).items():
            rows = FollowUp.objects.unanswered().filter(enrolment=form.enrolment, months=months)
            rows.update(due_on=due_on)
    return moved


@transaction.atomic
def close_past(*, at: datetime) -> int:
    """Close what is past asking, so that only the latest question is asked: no burst.

    Asked and silent is "no answer"; never asked is "not asked", with why. Returns how many.
    """
    day = local_day(at)
    due = FollowUp.objects.due_on(day)
    back = Enrolment.objects.filter(
        person=OuterRef("enrolment__person"), state__in=WITH_US
    ).order_by()
    closed = due.filter(Exists(back)).update(
        state=FollowUpState.NOT_ASKED, not_asked=NotAsked.WITH_US
    )
    later = FollowUp.objects.filter(
        enrolment__person=OuterRef("enrolment__person"),
        due_on__gt=OuterRef("due_on"),
        due_on__lte=day,
    ).order_by()
    over = Q(Exists(later)) | Q(months=max(TERMS), due_on__lte=day - LAST_STAYS_OPEN)
    told = (
        Message.objects.filter(about_type=ABOUT, about_key=OuterRef("pk"))
        .exclude(state__in=(MessageState.FAILED, MessageState.CANCELLED))
        .order_by()
    )
    called = FollowUpCall.objects.filter(follow_up=OuterRef("pk")).order_by()
    past = due.filter(over)
    was_asked = Q(Exists(told)) | Q(Exists(called))
    closed += past.filter(was_asked).update(state=FollowUpState.NO_ANSWER)
    return closed + past.exclude(was_asked).update(
        state=FollowUpState.NOT_ASKED, not_asked=NotAsked.LATE
    )


def stop_asking(*, person_pk: int, because: str) -> int:
    """Nothing more is asked of this person; what was answered stays."""
    rows: Iterable[FollowUp]
    rows = FollowUp.objects.unanswered().of_person(person_pk)
    return rows.update(state=FollowUpState.NOT_ASKED, not_asked=NotAsked(because))


def follow_wish(person: Person, *, is_off: bool, actor: Actor, at: datetime) -> None:
    """Somebody switched questions after leaving off, or on: what is still to come follows.

    Whether they want them is said by their choice of topics alone (becode.messages.preferring).
    """
    rows = FollowUp.objects.of_person(person.pk)
    if is_off:
        rows.unanswered().update(state=FollowUpState.OPTED_OUT)
    else:
        to_come = rows.filter(state=FollowUpState.OPTED_OUT, due_on__gt=local_day(at))
        to_come.update(state=FollowUpState.PLANNED)
