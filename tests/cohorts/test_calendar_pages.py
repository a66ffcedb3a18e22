"""The pages of the calendar: of a cohort, a campus, a closure, and of a learner."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.campuses.models import Closure
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.portal.access import SESSION_KEY
from cohorts.models import AgendaItem, CalendarLink, Phase
from cohorts.workflow.cohorts import plan_cohort
from tests.factories import EnrolmentFactory, PersonFactory
from tests.factories_training import AgendaItemFactory, CoachAssignmentFactory, RoomFactory

pytestmark = pytest.mark.django_db
START = date(2026, 5, 4)


@pytest.fixture
def cohort(web, brussels, at):
    return plan_cohort(
        track=web, campus=brussels, code="BXL-1", start_on=START, actor=SYSTEM, at=at
    )


@pytest.fixture
def manager(mieke, signed_in, at):
    return signed_in(mieke)


def page(name, *args):
    return reverse(f"admin:{name}", args=args)


def text(answer):
    return answer.content.decode()


# The calendar of a cohort ------------------------------------------------------------------


def test_a_month_shows_days_events_holidays_closures_and_phases(manager, cohort, brussels, web):
    Phase.objects.create(
        track=web, position=1, weeks=4, name_nl="Basis", name_fr="Bases", name_en="Basics"
    )
    Closure.objects.create(
        campus=brussels, start_on=date(2026, 5, 15), end_on=date(2026, 5, 15), reason="Bridge"
    )
    AgendaItemFactory(
        campus=brussels, cohort=cohort, starts_at=clock.at_local(date(2026, 5, 6), 14)
    )
    AgendaItemFactory(
        campus=brussels, cohort=None, title="Picnic", starts_at=clock.at_local(date(2026, 5, 7))
    )
    answer = manager.get(page("cohort_calendar", cohort.pk))
    (month,) = answer.context["months"]
    cells = {cell.on.day: cell for cell in month.cells}
    assert (month.key, len(month.cells)) == ("2026-05", 31)
    assert (cells[4].is_first, cells[4].phase) == (True, "Basics")
    assert cells[14].holiday == "Ascension Day"
    assert [one.reason for one in cells[15].closures] == ["Bridge"]
    assert [item.title for item in (*cells[6].items, *cells[7].items)] == ["Git for two", "Picnic"]
    for words in ("09:00–17:00", "Git for two", "Ascension Day", "Bridge", "Basics"):
        assert words in text(answer)


def test_a_month_today_is_shown_first_and_all_of_them_on_request(manager, cohort):
    with clock.set_to(clock.at_local(date(2026, 8, 10))):
        answer = manager.get(page("cohort_calendar", cohort.pk))
    assert [month.key for month in answer.context["months"]] == ["2026-08"]
    whole = manager.get(page("cohort_calendar", cohort.pk), {"month": "all"})
    assert len(whole.context["months"]) == 11  # until the end of the internship
    asked = ("2030-01", "0000-01", "x")  # what is no month at all shows the present one
    answers = [manager.get(page("cohort_calendar", cohort.pk), {"month": one}) for one in asked]
    assert [answer.status_code for answer in answers] == [404, 200, 200]


def test_as_many_queries_for_a_full_month_as_for_an_empty_one(manager, cohort, brussels, mieke):
    url = page("cohort_calendar", cohort.pk)
    CoachAssignmentFactory(cohort=cohort, user=mieke)

    def queries():
        manager.get(url)
        with CaptureQueriesContext(connection) as caught:
            manager.get(url)
        return len(caught)

    few = queries()
    for day in range(5, 25):
        AgendaItemFactory(
            campus=brussels,
            cohort=cohort,
            room=RoomFactory(campus=brussels),
            starts_at=clock.at_local(date(2026, 5, day)),
        )
    assert queries() == few <= 25


def test_a_day_is_changed_and_called_off(manager, cohort):
    day = cohort.days.get(on=date(2026, 6, 1))
    answers = {
        "part": "morning",
        "place": "home",
        "arrive_by": "09:00",
        "lunch_from": "12:30",
        "lunch_until": "13:30",
        "leave_from": "17:00",
        "title": "Exam",
    }
    answer = manager.post(page("training_day", day.pk), answers)
    assert answer["Location"] == f"{page('cohort_calendar', cohort.pk)}?month=2026-06"
    day.refresh_from_db()
    assert (day.part, day.place, day.title) == ("morning", "home", "Exam")
    wrong = manager.post(page("training_day", day.pk), {**answers, "lunch_from": "08:00"})
    assert "not in order" in text(wrong)
    manager.post(page("cancel_training_day", day.pk))
    assert not cohort.days.filter(pk=day.pk).exists()


def test_a_day_is_added_and_what_was_typed_stays_after_a_refusal(manager, cohort):
    answers = {
        "on": "2026-06-01",
        "part": "day",
        "place": "on_site",
        "arrive_by": "10:15",
        "lunch_from": "12:30",
        "lunch_until": "13:30",
        "leave_from": "17:00",
    }
    url = page("add_training_day", cohort.pk)
    refused = manager.post(url, answers)
    assert "There are lessons on this day already." in text(refused)
    assert 'value="10:15"' in text(refused)
    manager.post(url, {**answers, "on": "2026-06-06"})
    assert cohort.days.filter(on=date(2026, 6, 6), is_fixed=True).exists()


def test_hours_and_room_of_a_cohort(manager, cohort, brussels, ghent):
    room, foreign = RoomFactory(campus=brussels), RoomFactory(campus=ghent)
    answers = {
        "arrive_by": "08:30",
        "lunch_from": "12:00",
        "lunch_until": "13:00",
        "leave_from": "16:30",
        "grace_minutes": "5",
        "home_weekdays": ["2", "4"],
        "room": foreign.pk,
    }
    url = page("cohort_hours", cohort.pk)
    assert "room" in manager.post(url, answers).context["form"].errors
    manager.post(url, {**answers, "room": room.pk})
    cohort.refresh_from_db()
    assert (cohort.room, cohort.home_weekdays) == (room, [2, 4])
    assert cohort.days.filter(place="home").count() > 50


def test_the_start_is_shown_before_it_moves(manager, cohort):
    url = page("move_cohort_start", cohort.pk)
    shown = manager.post(url, {"start_on": "2026-05-11"})
    for words in ("Thu 10 Dec. 2026", "5 days with lessons disappear", "gets a message"):
        assert words in text(shown)
    cohort.refresh_from_db()
    assert cohort.start_on == START
    manager.post(url, {"start_on": "2026-05-11", "seen": shown.context["seen"]})
    cohort.refresh_from_db()
    assert cohort.start_on == date(2026, 5, 11)


def test_a_start_that_was_shown_differently_is_shown_again(manager, cohort):
    answers = {"start_on": "2026-05-11", "seen": "0" * 32}
    again = manager.post(page("move_cohort_start", cohort.pk), answers)
    assert "Look at what shifts once more." in text(again)
    cohort.refresh_from_db()
    assert cohort.start_on == START


@pytest.mark.parametrize("day", ["2026-05-09", "0001-01-01", "9999-12-31", "x", ""])
def test_a_day_that_is_no_start_is_said_at_the_field(manager, cohort, day):
    answer = manager.post(page("move_cohort_start", cohort.pk), {"start_on": day})
    assert answer.context["form"].errors.keys() == {"start_on"}


# Closures ----------------------------------------------------------------------------------


def closure_answers(brussels, **changed):
    return {
        "campus": brussels.pk,
        "start_on": "2026-07-06",
        "end_on": "2026-07-10",
        "reason": "Summer",
    } | changed


def test_a_closure_is_shown_before_it_is_kept(manager, cohort, brussels):
    url = reverse("admin:campuses_closure_add")
    shown = manager.post(url, closure_answers(brussels))
    assert "BXL-1" in text(shown)
    assert "Save and move 1 cohort" in text(shown)
    assert not Closure.objects.exists()
    manager.post(url, closure_answers(brussels, seen=shown.context["seen"]))
    cohort.refresh_from_db()
    assert (Closure.objects.get().reason, cohort.end_on) == ("Summer", date(2026, 12, 10))


def test_a_closure_is_changed_and_deleted_with_what_it_shifts(manager, cohort, brussels):
    closure = Closure.objects.create(
        campus=brussels, start_on=date(2026, 7, 6), end_on=date(2026, 7, 6), reason="One"
    )
    cohort.days.filter(on=date(2026, 7, 6)).delete()
    cohort.end_on = date(2026, 12, 4)
    cohort.save(update_fields=["end_on"])
    change = reverse("admin:campuses_closure_change", args=[closure.pk])
    shown = manager.post(change, closure_answers(brussels))
    assert "Fri 4 Dec. 2026" in text(shown)
    closure.refresh_from_db()
    assert closure.reason == "One"
    manager.post(change, closure_answers(brussels, seen=shown.context["seen"]))
    cohort.refresh_from_db()
    assert cohort.end_on == date(2026, 12, 10)
    delete = reverse("admin:campuses_closure_delete", args=[closure.pk])
    shown = manager.get(delete)
    assert "5 days with lessons appear" in text(shown)
    manager.post(delete, {"seen": shown.context["seen"]})
    cohort.refresh_from_db()
    assert (Closure.objects.exists(), cohort.end_on) == (False, date(2026, 12, 3))


def test_a_closure_that_cannot_be_is_said_and_cannot_be_confirmed(manager, cohort, brussels):
    answers = closure_answers(brussels, start_on="2026-05-04", end_on="2026-05-05")
    shown = manager.post(reverse("admin:campuses_closure_add"), answers)
    assert "Move its start first" in text(shown)
    assert (shown.context["seen"], shown.context["refused"]) == ("", True)


def test_closures_of_a_wrong_year_or_endless_ones_are_said_at_the_form(manager, brussels):
    url = reverse("admin:campuses_closure_add")
    for changed in ({"start_on": "0206-07-06"}, {"end_on": "2027-07-10"}, {"end_on": "2026-07-01"}):
        answer = manager.post(url, closure_answers(brussels, **changed))
        assert answer.context["form"].errors
    assert not Closure.objects.exists()


def test_several_closures_are_not_deleted_at_once(manager, brussels):
    closure = Closure.objects.create(campus=brussels, start_on=START, end_on=START, reason="Rest")
    manager.post(
        reverse("admin:campuses_closure_changelist"),
        {"action": "delete_selected", "_selected_action": [closure.pk], "post": "yes"},
    )
    assert Closure.objects.exists()


# Events ------------------------------------------------------------------------------------


def event_answers(cohort, **changed):
    return {
        "kind": "workshop",
        "title": "Git",
        "cohort": cohort.pk,
        "on": "2026-06-02",
        "begins": "14:00",
        "ends": "16:00",
    } | changed


def test_an_event_is_added_by_the_clock_of_brussels(manager, cohort, brussels):
    manager.post(page("agenda_add", brussels.pk), event_answers(cohort))
    item = AgendaItem.objects.get()
    assert (item.cohort, item.starts_at) == (cohort, clock.at_local(date(2026, 6, 2), 14))
    form = manager.get(page("agenda_item", item.pk))
    assert 'value="14:00"' in text(form)


def test_a_double_booking_is_asked_about_once(manager, cohort, brussels):
    room = RoomFactory(campus=brussels, name="Blue")
    AgendaItemFactory(
        campus=brussels, room=room, title="Visit", starts_at=clock.at_local(date(2026, 6, 2), 15)
    )
    url, answers = page("agenda_add", brussels.pk), event_answers(cohort, room=room.pk)
    asked = manager.post(url, answers)
    assert "Blue is taken at that time: Visit." in text(asked)
    assert AgendaItem.objects.count() == 1
    manager.post(url, {**answers, "anyway": "1"})
    assert AgendaItem.objects.count() == 2


def test_an_event_keeps_to_its_campus(manager, cohort, brussels, ghent, web, at):
    other = plan_cohort(track=web, campus=ghent, code="GNT-1", start_on=START, actor=SYSTEM, at=at)
    answer = manager.post(page("agenda_add", brussels.pk), event_answers(other))
    assert answer.context["form"].errors.keys() == {"cohort"}
    assert manager.get(page("agenda_add", ghent.pk)).status_code == 404


def test_what_was_called_off_is_only_read(manager, cohort, brussels):
    item = AgendaItemFactory(campus=brussels, cohort=cohort)
    manager.post(page("cancel_agenda_item", item.pk))
    answer = manager.get(page("agenda_item", item.pk))
    assert "Called off" in text(answer)
    assert "Save the event" not in text(answer)
    assert manager.post(page("agenda_item", item.pk), event_answers(cohort)).status_code == 302
    item.refresh_from_db()
    assert item.title == "Git for two"


# The year, and links -----------------------------------------------------------------------


def test_the_year_of_a_campus(manager, cohort, brussels, ghent):
    room = RoomFactory(campus=brussels, places=10, name="Blue")
    cohort.room = room
    cohort.save(update_fields=["room"])
    answer = manager.get(page("calendar"), follow=True)
    assert answer.redirect_chain[-1][0] == page("campus_year", brussels.pk, 2026)
    for words in ("BXL-1 starts", "goes on internship", "Blue has 10 places for 25 people."):
        assert words in text(answer)
    assert manager.get(page("campus_year", brussels.pk, 1999)).status_code == 404
    assert manager.get(page("campus_year", ghent.pk, 2026)).status_code == 404


def test_a_new_link_of_a_cohort(manager, cohort, mieke):
    url = page("renew_calendar_link", "cohort", cohort.pk)
    before = manager.get(page("cohort_calendar", cohort.pk)).context["feeds"]
    answer = manager.post(url, {"back": page("cohort_calendar", cohort.pk)})
    assert answer["Location"] == page("cohort_calendar", cohort.pk)
    assert manager.get(page("cohort_calendar", cohort.pk)).context["feeds"] != before
    assert CalendarLink.objects.get().series == 2
    elsewhere = manager.post(url, {"back": "https://evil.example/"})
    assert elsewhere["Location"] == page("calendar")


def test_links_of_others_are_not_renewed(manager, cohort, ghent, carla, mieke):
    wrong = [("coach", carla.pk), ("campus", ghent.pk), ("learner", 1), ("x", 1)]
    answers = [manager.post(page("renew_calendar_link", *one)).status_code for one in wrong]
    assert answers == [404] * 4
    assert manager.post(page("renew_calendar_link", "coach", mieke.pk)).status_code == 302


# A learner's own calendar ------------------------------------------------------------------


@pytest.fixture
def visit(client, at):
    def _visit(person):
        session = client.session
        session[SESSION_KEY] = {"key": person.pk, "at": at.isoformat()}
        session.save()
        return client.get("/en/my/training/calendar/")

    return _visit


def test_a_learner_sees_today_first_and_then_what_comes(visit, cohort, brussels, at):
    learner = EnrolmentFactory(cohort=cohort)
    AgendaItemFactory(
        campus=brussels, cohort=cohort, starts_at=clock.at_local(date(2026, 5, 4), 14)
    )
    before = visit(learner.person)
    assert "No lessons today." in text(before)
    assert [month.first.month for month in before.context["months"]] == [*range(5, 13)]
    first = before.context["months"][0].days[0]
    assert (first.on, len(first.lessons), len(first.items)) == (START, 1, 1)
    assert before.context["feed_url"].endswith(".ics")


def test_whoever_has_no_seat_reads_that(visit, at):
    answer = visit(PersonFactory())
    assert answer.status_code == 200
    assert "No calendar yet" in text(answer)


def test_a_learner_makes_a_new_link(visit, client, cohort, at):
    learner = EnrolmentFactory(cohort=cohort)
    old = visit(learner.person).context["feed_url"]
    client.post("/en/my/training/calendar/new-link/")
    assert visit(learner.person).context["feed_url"] != old
    assert client.get("/" + old.split("://")[1].split("/", 1)[1]).status_code == 404


def test_as_many_queries_for_a_long_calendar_as_for_a_short_one(visit, client, cohort, brussels):
    learner = EnrolmentFactory(cohort=cohort)

    def queries():
        visit(learner.person)
        with CaptureQueriesContext(connection) as caught:
            client.get("/en/my/training/calendar/")
        return len(caught)

    few = queries()
    for day in range(5, 25):
        AgendaItemFactory(
            campus=brussels,
            cohort=cohort,
            room=RoomFactory(campus=brussels),
            starts_at=clock.at_local(date(2026, 5, day)),
        )
    assert queries() == few <= 15
