"""When people are asked after leaving: exact days, drop-outs too, never a burst, silence kept."""

import calendar
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from becode.core import clock
from becode.core.moves import IllegalMove
from becode.messages.enums import Topic
from becode.messages.models import Message
from becode.messages.preferring import Reader, switch_off, switch_on
from becode.people.models import ContactPoint
from becode.reminders.sweep import sweep
from placements.follow_up_states import Standing, standing_of, with_standing
from placements.models import ExitForm, FollowUp
from placements.workflow import exclusions, exit_forms, follow_up_plan, follow_ups
from tests import factories

QUESTION = "placements.follow_up_question"
database = pytest.mark.django_db


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2097, 12, 31)))
def test_due_days_are_whole_months_after_the_exit(exit_on):
    for months, due_on in follow_up_plan.due_days(exit_on).items():
        year, month = divmod(exit_on.year * 12 + exit_on.month - 1 + months, 12)
        assert (due_on.year, due_on.month) == (year, month + 1)
        last = calendar.monthrange(due_on.year, due_on.month)[1]
        assert due_on.day == min(exit_on.day, last)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2097, 12, 31)))
def test_due_days_follow_each_other(exit_on):
    days = [exit_on, *follow_up_plan.due_days(exit_on).values()]
    assert days == sorted(days)
    assert len(set(days)) == len(days)


@pytest.mark.parametrize(
    ("exit_on", "months", "due_on"),
    [
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2026, 12, 31), 3, date(2027, 3, 31)),
    ],
)
def test_leap_days_and_ends_of_months(exit_on, months, due_on):
    assert follow_up_plan.due_days(exit_on)[months] == due_on


@pytest.fixture
def leaver(cohort, only_numbers):
    """A drop-out of 15 January 2026, reachable by e-mail."""
    only_numbers(28, 29, 30, 31)
    person = factories.PersonFactory(email="left@mail.example")
    return factories.EnrolmentFactory(
        person=person, cohort=cohort, state="left", left_on=date(2026, 1, 15)
    )


def plan(at):
    follow_up_plan.plan_exit_forms()
    follow_up_plan.plan_follow_ups()
    follow_up_plan.follow_exits()
    return follow_up_plan.close_past(at=at)


def noon(day):
    return clock.at_local(day, 12)


def states(enrolment):
    rows = FollowUp.objects.filter(enrolment=enrolment).order_by("months")
    return [row.state if not row.not_asked else f"not_asked:{row.not_asked}" for row in rows]


@database
def test_those_who_moved_or_never_began_are_not_asked(cohort, at):
    for state in ("withdrawn", "transferred", "enrolled", "in_training", "on_internship"):
        factories.EnrolmentFactory(cohort=cohort, state=state)
    plan(at)
    assert (FollowUp.objects.count(), ExitForm.objects.count()) == (0, 0)


@database
def test_planning_again_changes_nothing(leaver, at):
    plan(at)
    rows = list(FollowUp.objects.order_by("pk").values())
    plan(at)
    assert (list(FollowUp.objects.order_by("pk").values()), len(rows)) == (rows, 5)
    assert ExitForm.objects.get().exit_on == date(2026, 1, 15)


@database
def test_a_corrected_exit_moves_what_was_not_answered(leaver, by_pia, at):
    plan(at)
    first = FollowUp.objects.get(months=1)
    follow_ups.answer(follow_up=first, answer="seeking", actor=by_pia, at=at)
    leaver.left_on = date(2026, 1, 20)
    leaver.save()
    plan(at)
    assert ExitForm.objects.get().exit_on == date(2026, 1, 20)
    assert list(FollowUp.objects.order_by("months").values_list("due_on", flat=True))[:2] == [
        date(2026, 2, 15),
        date(2026, 4, 20),
    ]


@database
def test_somebody_who_left_long_ago_is_asked_one_question(cohort, at):
    """Five years ago nobody asked: only the last one is young enough to ask."""
    person = factories.PersonFactory(email="old@mail.example")
    old = factories.EnrolmentFactory(
        person=person, cohort=cohort, state="graduated", graduated_on=date(2025, 2, 20)
    )
    plan(at)
    assert states(old) == ["not_asked:late"] * 3 + ["planned"] * 2
    for day in range(30):
        sweep(at=at + timedelta(days=day))
    # Ten days ago it fell due: the third message of that question, and no other one.
    assert Message.objects.filter(kind=QUESTION).count() == 1
    ancient = factories.EnrolmentFactory(
        cohort=cohort, state="graduated", graduated_on=date(2020, 2, 20)
    )
    plan(at)
    assert states(ancient) == ["not_asked:late"] * 5


@database
def test_three_messages_then_a_call_then_closed(leaver, pia, by_pia, at):
    plan(at)
    asked = FollowUp.objects.get(months=3)  # due on 15 April 2026
    for day in range(16):
        moment = noon(date(2026, 4, 15) + timedelta(days=day))
        with clock.set_to(moment):
            plan(moment)
            sweep(at=moment)
            sweep(at=moment)
    days = [
        clock.local_day(row.due_at)
        for row in Message.objects.filter(kind=QUESTION).order_by("due_at")
    ]
    assert days == [date(2026, 4, day) for day in (15, 19, 25)]
    staff = Message.objects.filter(kind="placements.follow_up_calls")
    assert [clock.local_day(row.due_at) for row in staff] == [date(2026, 4, 29)]
    assert staff.get().user == pia
    # One month's question was never asked in time: April's took its place.
    assert states(leaver)[:3] == ["not_asked:late", "planned", "planned"]
    for call in range(3):
        moment = noon(date(2026, 4, 30) + timedelta(days=call))
        day = clock.local_day(moment)
        assert list(FollowUp.objects.to_call(moment, day)) == [asked]
        follow_ups.record_call(
            follow_up=asked, result="not_reached", by=pia, actor=by_pia, at=moment
        )
        assert list(FollowUp.objects.to_call(moment, day)) == []
    assert (asked.state, asked.calls.count()) == ("no_answer", 3)
    with pytest.raises(IllegalMove):
        follow_ups.record_call(
            follow_up=asked, result="not_reached", by=pia, actor=by_pia, at=moment
        )


@database
@pytest.mark.parametrize("until", ["answered", "opted_out"])
def test_the_messages_stop(leaver, by_pia, at, until):
    plan(at)
    asked = FollowUp.objects.get(months=3)
    with clock.set_to(noon(date(2026, 4, 15))):
        sweep(at=clock.now())
    if until == "answered":
        follow_ups.answer(follow_up=asked, answer="seeking", actor=by_pia, at=at)
    else:
        follow_ups.opt_out(follow_up=asked, actor=by_pia, at=at)
    for day in range(30):
        sweep(at=noon(date(2026, 4, 16) + timedelta(days=day)))
    assert Message.objects.filter(kind=QUESTION).count() == 1


@database
def test_who_has_a_phone_alone_gets_an_sms(cohort, at):
    person = factories.PersonFactory()
    person.contact_points.all().delete()
    ContactPoint.objects.create(
        person=person, kind="phone", value="+32470123456", key="+32470123456"
    )
    factories.EnrolmentFactory(
        person=person, cohort=cohort, state="left", left_on=date(2026, 1, 15)
    )
    plan(at)
    sweep(at=noon(date(2026, 4, 15)))
    message = Message.objects.get(kind=QUESTION)
    assert (message.channel, "[[link]]" in message.text) == ("sms", True)


@database
def test_a_second_exit_asks_the_latest_question_alone(cohort, leaver, at):
    """Left in January, came back and graduated in March: April has one question, not two."""
    again = factories.EnrolmentFactory(
        person=leaver.person,
        cohort=factories.CohortFactory(track=cohort.track, campus=cohort.campus),
        state="graduated",
        graduated_on=date(2026, 3, 15),
    )
    plan(at)
    moment = noon(date(2026, 4, 15))
    with clock.set_to(moment):
        sweep(at=moment)
        asked = Message.objects.filter(kind=QUESTION).values_list("about_key", flat=True)
        assert list(asked) == [FollowUp.objects.latest_due(date(2026, 4, 15)).get().pk]
    assert FollowUp.objects.filter(enrolment=again).count() == 5


@database
def test_who_is_with_us_again_is_not_asked(cohort, leaver, at):
    plan(at)
    factories.EnrolmentFactory(
        person=leaver.person,
        cohort=factories.CohortFactory(track=cohort.track, campus=cohort.campus),
        state="in_training",
    )
    moment = noon(date(2026, 4, 15))
    with clock.set_to(moment):
        sweep(at=moment)
        plan(moment)
    assert Message.objects.filter(kind=QUESTION).count() == 0
    assert states(leaver) == ["not_asked:with_us"] * 2 + ["planned"] * 3


@database
def test_no_new_questions_for_who_wanted_none(cohort, leaver, by_pia, at):
    plan(at)
    follow_ups.opt_out(follow_up=FollowUp.objects.first(), actor=by_pia, at=at)
    again = factories.EnrolmentFactory(
        person=leaver.person,
        cohort=factories.CohortFactory(track=cohort.track, campus=cohort.campus),
        state="graduated",
        graduated_on=date(2026, 2, 15),
    )
    plan(at)
    assert states(again) == ["opted_out"] * 5


@database
@pytest.mark.parametrize("reason", ["died", "erased"])
def test_the_dead_and_the_forgotten_are_left_in_peace(cohort, leaver, by_pia, at, reason):
    plan(at)
    exclusions.exclude(
        enrolment=leaver, reason=reason, evidence="a letter", by=None, actor=by_pia, at=at
    )
    assert states(leaver) == [f"not_asked:{reason}"] * 5
    again = factories.EnrolmentFactory(
        person=leaver.person,
        cohort=factories.CohortFactory(track=cohort.track, campus=cohort.campus),
        state="graduated",
        graduated_on=date(2026, 2, 15),
    )
    plan(at)
    assert states(again) == [f"not_asked:{reason}"] * 5


@database
def test_the_last_question_closes_after_three_months(leaver, at):
    plan(at)
    last = FollowUp.objects.get(months=24)  # due on 15 January 2028
    sweep(at=noon(date(2028, 1, 15)))
    plan(noon(date(2028, 4, 13)))
    assert FollowUp.objects.get(pk=last.pk).state == "planned"
    plan(noon(date(2028, 4, 14)))
    assert FollowUp.objects.get(pk=last.pk).state == "no_answer"


@database
def test_each_question_stands_in_one_place(leaver, pia, by_pia, at):
    plan(at)
    rows = {row.months: row for row in FollowUp.objects.all()}
    follow_ups.answer(follow_up=rows[1], answer="working", actor=by_pia, at=at)
    day = date(2026, 7, 20)

    def found():
        shown = with_standing(FollowUp.objects.order_by("months"), on=day)
        told = {row.months: Standing(row.standing) for row in shown}
        one_by_one = {
            row.months: standing_of(row, on=day) for row in FollowUp.objects.order_by("months")
        }
        assert told == one_by_one
        return list(told.values())

    assert found() == ["working", "asked", "asked", "not_due", "not_due"]
    follow_ups.record_call(follow_up=rows[6], result="left_message", by=pia, actor=by_pia, at=at)
    follow_ups.record_no_answer(follow_up=rows[3], actor=by_pia, at=at)
    assert found() == ["working", "no_answer", "called", "not_due", "not_due"]
    follow_ups.opt_out(follow_up=rows[6], actor=by_pia, at=at)
    assert found() == ["working", "no_answer", "opted_out", "opted_out", "opted_out"]


@pytest.fixture
def form(leaver, at):
    plan(at)
    form = ExitForm.objects.get()
    form.exit_on = at.date()
    form.save()
    return form


@database
def test_the_form_is_taken_for_four_weeks(form, by_pia, at):
    with pytest.raises(IllegalMove, match="four weeks"):
        exit_forms.file_exit_form(
            form=form, situation="working", actor=by_pia, at=at + timedelta(days=29)
        )
    last = at + timedelta(days=28)
    exit_forms.file_exit_form(form=form, situation="working", actor=by_pia, at=last)
    exit_forms.file_exit_form(form=form, situation="seeking", actor=by_pia, at=last)
    form.refresh_from_db()
    assert (form.situation, form.filed_at, form.by_colleague) == ("seeking", last, False)


@database
def test_the_form_is_asked_for_four_times(form, pia, at):
    for day in range(40):
        sweep(at=noon(at.date() + timedelta(days=day)))
    asked = Message.objects.filter(kind="placements.exit_form").order_by("due_at")
    days = [(clock.local_day(row.due_at) - at.date()).days for row in asked]
    staff = Message.objects.filter(kind="placements.exit_forms_open").order_by("due_at")
    assert days == [0, 7, 14, 21]
    assert [(clock.local_day(row.due_at) - at.date()).days for row in staff] == [0, 7, 14, 21]


@database
def test_a_filed_form_is_not_asked_for(form, by_pia, at):
    exit_forms.file_exit_form(form=form, situation="unsaid", actor=by_pia, at=at)
    for day in range(30):
        sweep(at=noon(at.date() + timedelta(days=day)))
    assert not Message.objects.filter(kind__startswith="placements.exit_form").exists()


# One truth with the choice of topics (becode.messages.preferring)


@database
def test_switching_the_topic_off_ends_the_questions(leaver, by_pia, at):
    plan(at)
    reader = Reader(person=leaver.person)
    switch_off(reader=reader, topic=Topic.AFTERWARDS, actor=by_pia, at=at)
    assert states(leaver) == ["opted_out"] * 5


@database
def test_no_more_questions_switches_the_topic_off(leaver, by_pia, at):
    plan(at)
    follow_ups.opt_out(follow_up=FollowUp.objects.first(), actor=by_pia, at=at)
    assert Reader(person=leaver.person).unwanted == {"afterwards"}


@database
def test_who_wants_them_again_is_asked_what_is_still_to_come(leaver, by_pia, at):
    plan(at)
    FollowUp.objects.filter(months=1).update(due_on=date(2026, 2, 1))
    reader = Reader(person=leaver.person)
    switch_off(reader=reader, topic=Topic.AFTERWARDS, actor=by_pia, at=at)
    switch_on(reader=reader, topic=Topic.AFTERWARDS, actor=by_pia, at=at)
    to_come = list(
        FollowUp.objects.filter(due_on__gt=date(2026, 3, 2)).values_list("state", flat=True)
    )
    assert set(to_come) == {"planned"}
    past = FollowUp.objects.filter(due_on__lte=date(2026, 3, 2))
    assert set(past.values_list("state", flat=True)) <= {"opted_out"}
    assert not Reader(person=leaver.person).unwanted


@database
def test_who_never_wanted_them_is_planned_so(leaver, by_pia, at):
    reader = Reader(person=leaver.person)
    switch_off(reader=reader, topic=Topic.AFTERWARDS, actor=by_pia, at=at)
    plan(at)
    assert states(leaver) == ["opted_out"] * 5


@database
def test_earlier_refusals_become_a_choice_of_topics(leaver, at):
    plan(at)
    FollowUp.objects.update(state="opted_out")
    migration = import_module("placements.migrations.0006_afterwards")
    for _time in range(2):
        migration.keep_wishes(apps, None)
    assert Reader(person=leaver.person).unwanted == {"afterwards"}
