"""Events on the agenda, and what is double-booked: in the form and in the year of a campus."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from becode.core import clock
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from cohorts.clashes import warnings_for
from cohorts.models import AgendaItem
from cohorts.workflow.agenda import Event, add_item, cancel_item, change_item
from cohorts.workflow.cohorts import plan_cohort
from cohorts.year import campus_year
from tests.factories import UserFactory
from tests.factories_training import (
    AgendaItemFactory,
    CoachAssignmentFactory,
    RoomFactory,
)

pytestmark = pytest.mark.django_db
START = date(2026, 5, 4)
TUESDAY = date(2026, 6, 2)


@pytest.fixture
def plan(web, brussels, at):
    def _plan(code, campus=brussels, **fields):
        cohort = plan_cohort(
            track=web, campus=campus, code=code, start_on=START, actor=SYSTEM, at=at
        )
        for name, value in fields.items():
            setattr(cohort, name, value)
        cohort.save()
        return cohort

    return _plan


@pytest.fixture
def room(brussels):
    return RoomFactory(campus=brussels, name="Blue", places=30)


def event(campus, **fields):
    begins = clock.at_local(fields.pop("on", TUESDAY), fields.pop("hour", 14))
    values = {
        "campus": campus,
        "cohort": None,
        "kind": "workshop",
        "title": "Git",
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=2),
    }
    return Event(**values | fields)


def warned(one):
    return warnings_for(one.draft(), one.coaches)


def test_an_event_is_added_changed_and_called_off(brussels, at):
    coach = UserFactory(roles=["coach"])
    item = add_item(event=event(brussels, coaches=[coach]), actor=SYSTEM, at=at)
    change_item(
        item=item, event=event(brussels, title="Docker"), actor=SYSTEM, at=at + timedelta(hours=1)
    )
    item.refresh_from_db()
    assert (item.title, list(item.coaches.all())) == ("Docker", [])
    assert item.changed_at == at + timedelta(hours=1)
    cancel_item(item=item, actor=SYSTEM, at=at)
    for again in (
        lambda: cancel_item(item=item, actor=SYSTEM, at=at),
        lambda: change_item(item=item, event=event(brussels), actor=SYSTEM, at=at),
    ):
        with pytest.raises(IllegalMove, match="called off"):
            again()


def test_an_event_does_not_contradict_itself(plan, brussels, ghent, at):
    wrong = [
        event(brussels, ends_at=clock.at_local(TUESDAY, 13)),
        event(brussels, cohort=plan("GNT-1", campus=ghent)),
        event(brussels, room=RoomFactory(campus=ghent)),
    ]
    for one in wrong:
        with pytest.raises(IllegalMove):
            add_item(event=one, actor=SYSTEM, at=at)
    assert not AgendaItem.objects.exists()


def test_a_room_in_which_others_have_lessons_is_warned_of(plan, brussels, room):
    cohort = plan("BXL-1", room=room)
    other = plan("BXL-2")
    assert warned(event(brussels, cohort=other, room=room)) == [
        "Blue is taken at that time: BXL-1."
    ]
    assert warned(event(brussels, cohort=cohort, room=room)) == []
    assert warned(event(brussels, cohort=other, room=room, hour=18)) == []
    assert warned(event(brussels, cohort=other, room=room, on=date(2026, 6, 6))) == []


def test_two_events_in_one_room_or_with_one_coach(brussels, room):
    coach = UserFactory(name="Carla", roles=["coach"])
    known = AgendaItemFactory(
        campus=brussels, room=room, title="Visit", starts_at=clock.at_local(TUESDAY, 15)
    )
    known.coaches.add(coach)
    AgendaItemFactory(
        campus=brussels,
        room=room,
        title="Gone",
        starts_at=clock.at_local(TUESDAY, 15),
        cancelled_at=known.changed_at,
    )
    assert warned(event(brussels, room=room, coaches=[coach])) == [
        "Blue is taken at that time: Visit.",
        "Carla is taken at that time: Visit.",
    ]
    assert warned(event(brussels, room=room, coaches=[coach], hour=13)) == []


def test_a_coach_who_teaches_another_group_is_warned_of(plan, brussels):
    coach = UserFactory(name="Carla", roles=["coach"])
    CoachAssignmentFactory(cohort=plan("BXL-1"), user=coach)
    other = plan("BXL-2")
    assert warned(event(brussels, cohort=other, coaches=[coach])) == [
        "Carla is taken at that time: BXL-1."
    ]


def test_a_room_that_is_too_small(plan, brussels):
    small = RoomFactory(campus=brussels, name="Box", places=3)
    cohort = plan("BXL-1", seats_taken=5)
    assert warned(event(brussels, cohort=cohort, room=small)) == ["Box has 3 places for 5 people."]


def test_the_year_tells_rooms_and_coaches_that_are_double_booked(plan, brussels, room, at):
    coach = UserFactory(name="Carla", roles=["coach"])
    one, two = plan("BXL-1", room=room, seats=40), plan("BXL-2", room=room)
    CoachAssignmentFactory(cohort=one, user=coach)
    CoachAssignmentFactory(cohort=two, user=coach, until=date(2026, 5, 8))
    page = campus_year(brussels, 2026, today=clock.today())
    (clash,) = page.room_clashes
    assert (clash.name, clash.one, clash.other) == ("Blue", "BXL-1", "BXL-2")
    assert (clash.first, clash.days) == (START, one.days.count())
    assert [str(one) for one in page.coach_clashes] == [
        "Carla: BXL-1 and BXL-2 at the same time on 5 days, the first is 4 May 2026."
    ]
    assert page.small_rooms == ["BXL-1: Blue has 30 places for 40 people."]


def test_what_is_over_is_no_warning(plan, brussels, room):
    coach = UserFactory(name="Carla", roles=["coach"])
    one, two = plan("BXL-1", room=room, seats=40), plan("BXL-2", room=room)
    for cohort in (one, two):
        CoachAssignmentFactory(cohort=cohort, user=coach)
    for _number in range(2):
        AgendaItemFactory(campus=brussels, room=room, starts_at=clock.at_local(START, 18))
    last = max(one.end_on, two.end_on)
    (clash,) = campus_year(brussels, 2026, today=last).room_clashes
    assert clash.first == last
    page = campus_year(brussels, 2026, today=last + timedelta(days=1))
    assert (page.room_clashes, page.coach_clashes, page.small_rooms) == ([], [], [])


def test_days_at_home_need_no_room(plan, brussels, room):
    one = plan("BXL-1", room=room)
    plan("BXL-2", room=room)
    one.days.update(place="home")
    assert campus_year(brussels, 2026, today=clock.today()).room_clashes == []


def test_a_referent_looks_after_many_cohorts(plan, brussels):
    referent = UserFactory(roles=["coach"])
    for code in ("BXL-1", "BXL-2"):
        CoachAssignmentFactory(cohort=plan(code), user=referent, role="insertion")
    assert campus_year(brussels, 2026, today=clock.today()).coach_clashes == []


def test_the_year_shows_every_cohort_that_is_there_in_it(plan, brussels, ghent):
    cohort = plan("BXL-1")
    plan("GNT-1", campus=ghent)
    plan("OFF", state="cancelled")
    page = campus_year(brussels, 2026, today=date(2026, 1, 11))
    (line,) = page.lines
    assert line.cohort == cohort
    assert (line.training.x, line.training.width) == (123, (cohort.end_on - START).days + 1)
    assert line.internship.x + line.internship.width == 365
    words = [(mark.day, mark.words) for mark in page.marks]
    assert words == [
        (START, "starts"),
        (cohort.end_on, "has the last training day"),
        (cohort.internship_start_on, "goes on internship"),
    ]
    assert page.today == 10
    after = campus_year(brussels, 2027, today=date(2026, 1, 11))
    assert (len(after.lines), after.lines[0].training, after.today) == (1, None, None)
    assert campus_year(brussels, 2028, today=date(2026, 1, 11)).lines == []
    assert campus_year(brussels, 2028, today=date(2026, 1, 11)).days == 366


def test_as_many_queries_for_many_cohorts_as_for_one(plan, brussels, room):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            campus_year(brussels, 2026, today=START)
        return len(caught)

    def fill(number):
        cohort = plan(f"BXL-{number}", room=room)
        coach = UserFactory(roles=["coach"])
        CoachAssignmentFactory(cohort=cohort, user=coach)
        AgendaItemFactory(campus=brussels, cohort=cohort, room=room).coaches.add(coach)

    fill(1)
    few = queries()
    for number in range(2, 7):
        fill(number)
    assert queries() == few <= 8
