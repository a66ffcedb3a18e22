"""Rows 20, 25, 26, 27 and 28: to whom, when, and when they stop."""

from datetime import date, timedelta

import pytest

from becode.core import clock
from becode.core.sealing import unseal
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from placements.models import Internship, JobPlacement
from placements.workflow import intern_months, internships
from tests.factories_placements import in_order
from tests.placements.interning import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(only_numbers):
    only_numbers(20, 24, 25, 26, 27, 28)


LEARNER = "canary-mail@mail.example"


def days_of(kind, first, last, *, hour=9):
    """The days on which messages of a kind went out, sweeping each day at this hour."""
    days, day = [], first
    before = set(Message.objects.values_list("pk", flat=True))
    while day <= last:
        moment = clock.at_local(day, hour, 1)
        with clock.set_to(moment):
            sweep(at=moment)
        found = Message.objects.filter(kind=kind).exclude(pk__in=before)
        days += [(day - first).days] * found.count()
        before |= set(found.values_list("pk", flat=True))
        day += timedelta(days=1)
    return days


def addresses(kind):
    return sorted(set(Message.objects.filter(kind=kind).values_list("address", flat=True)))


def test_papers_are_asked_of_who_has_to_act(to_start, chloe, pia, at):
    start = to_start.start_on
    first = start - timedelta(days=11)
    assert days_of("placements.papers_missing_company", first, start) == [1, 6, 9]
    assert addresses("placements.papers_missing_company") == [chloe.email]
    assert addresses("placements.papers_missing_staff") == [pia.email]
    last = Message.objects.get(kind="placements.papers_missing_last_call")
    assert clock.local_day(last.due_at) == start - timedelta(days=1)


def test_nobody_is_asked_once_all_is_in_order(to_start, at):
    in_order(to_start, at=at)
    first = to_start.start_on - timedelta(days=11)
    for kind in ("company", "staff", "last_call"):
        assert days_of(f"placements.papers_missing_{kind}", first, to_start.start_on) == []


def test_three_days_before_both_hear_when_and_where(to_start, chloe, at):
    first = to_start.start_on - timedelta(days=5)
    assert days_of("placements.internship_starts_company", first, to_start.start_on) == [2]
    assert addresses("placements.internship_starts_learner") == [LEARNER]
    text = Message.objects.get(kind="placements.internship_starts_learner").text
    assert "09:00" in text


def test_after_five_days_both_are_asked_how_it_goes(running, chloe):
    first = running.start_on
    end = first + timedelta(days=9)
    assert days_of("placements.intern_evaluation_due_mentor", first, end) == [5]
    assert addresses("placements.intern_evaluation_due_mentor") == [chloe.email]
    assert addresses("placements.intern_evaluation_due_learner") == [LEARNER]


def test_evaluations_are_asked_three_days_before_on_the_day_and_twice_after(running, pia):
    due = running.evaluations.get(moment="week_4", by="mentor").due_on
    first = due - timedelta(days=4)
    end = due + timedelta(days=9)
    assert days_of("placements.intern_evaluation_due_mentor", first, end) == [1, 4, 7, 11]
    late = Message.objects.get(kind="placements.intern_evaluation_late", address=pia.email)
    assert clock.local_day(late.due_at) == due + timedelta(days=8)


def test_who_filed_is_asked_no_more(running):
    one = running.evaluations.get(moment="week_4", by="mentor")
    one.filed_at = clock.at_local(one.due_on - timedelta(days=4))
    one.save()
    first = one.due_on - timedelta(days=4)
    mentor, learner = (f"placements.intern_evaluation_due_{who}" for who in ("mentor", "learner"))
    days_of(learner, first, one.due_on + timedelta(days=9))
    told = Message.objects.filter(about_key__in=running.evaluations.filter(moment="week_4"))
    kinds = sorted(told.filter(kind__in=[mentor, learner]).values_list("kind", flat=True))
    assert kinds == [learner] * 4


def test_the_month_is_asked_on_its_last_day_and_after_two_and_five(running, chloe):
    first = date(2026, 3, 30)
    kind = "placements.intern_month_due"
    assert days_of(kind, first, date(2026, 4, 9), hour=15) == [1, 3, 6]
    assert addresses(kind) == [chloe.email]


def test_a_confirmed_month_is_not_asked_for(running, by_pia):
    moment = clock.at_local(date(2026, 4, 1), 12)
    intern_months.confirm(
        internship=fresh(running),
        month=date(2026, 3, 1),
        said={},
        confirmed_by="Chloé",
        actor=by_pia,
        at=moment,
    )
    first = date(2026, 4, 1)
    assert days_of("placements.intern_month_due", first, date(2026, 4, 9), hour=15) == []


@pytest.mark.parametrize(
    ("month", "last"), [(date(2026, 5, 1), date(2026, 5, 29)), (date(2026, 4, 1), None)]
)
def test_the_last_day_is_the_last_with_hours(running, month, last):
    """May ends on a weekend, and with the internship."""
    day = last or date(2026, 4, 30)
    moment = clock.at_local(day, 15, 1)
    with clock.set_to(moment):
        sweep(at=moment)
    assert Message.objects.filter(kind="placements.intern_month_due").count() == 1


def test_the_end_is_told_three_weeks_and_one_week_before(running):
    first = running.end_on - timedelta(days=22)
    kind = "placements.internship_ends_company"
    assert days_of(kind, first, running.end_on) == [1, 15]


def test_nothing_is_asked_about_the_end_once_a_job_is_known(running, yasmin, at):
    JobPlacement.objects.create(
        person=yasmin.person,
        enrolment=yasmin,
        employer_name="Zenith",
        function="Developer",
        contract_type="permanent",
        start_on=date(2026, 6, 1),
        recorded_at=at,
    )
    first = running.end_on - timedelta(days=22)
    assert days_of("placements.internship_ends_company", first, running.end_on) == []


def test_links_in_messages_open_the_page_they_promise(to_start, client, by_pia, at):
    """The link of the starting message confirms hours until after the end."""
    in_order(to_start, at=at)
    moment = clock.at_local(to_start.start_on - timedelta(days=3), 9, 1)
    with clock.set_to(moment):
        sweep(at=moment)
    message = Message.objects.get(kind="placements.internship_starts_company")
    address = unseal(message.sealed, purpose="message")["link"]
    internships.start(internship=to_start, actor=by_pia, at=at)
    Internship.objects.filter(pk=to_start.pk).update(state="running")
    path = "/" + address.split("/", 3)[3]
    with clock.set_to(clock.at_local(to_start.end_on + timedelta(days=30), 9)):
        assert client.get(path).context["month"] == date(2026, 3, 1)
