"""Calendars by secret link, read back by a calendar library."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from becode.campuses.models import Closure
from becode.core import clock
from becode.core.actors import SYSTEM
from cohorts.feeds import links
from cohorts.feeds.links import CAMPUS, COACH, COHORT, LEARNER, Feed, feed_of, renew_link, url_of
from cohorts.workflow.agenda import Event, cancel_item, change_item
from cohorts.workflow.cohorts import plan_cohort
from cohorts.workflow.days import change_day
from tests.cohorts.test_days import HOURS
from tests.factories import EnrolmentFactory, UserFactory
from tests.factories_training import AgendaItemFactory, CoachAssignmentFactory

pytestmark = pytest.mark.django_db
START = date(2026, 5, 4)


@pytest.fixture
def cohort(web, brussels, at):
    return plan_cohort(
        track=web, campus=brussels, code="BXL-1", start_on=START, actor=SYSTEM, at=at
    )


@pytest.fixture
def learner(cohort):
    return EnrolmentFactory(
        cohort=cohort, person__first_name="Zohra", state="in_training", started_on=START
    )


def read(feed, *, language="en", series=1):
    path = url_of(feed, series=series).split("://", 1)[1].split("/", 1)[1]
    answer = Client().get("/" + path.replace("en/", f"{language}/", 1))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


def events(feed, **more):
    return {str(one["UID"]).split("@")[0]: one for one in read(feed, **more).walk("VEVENT")}


def lessons(feed):
    found = events(feed).items()
    return sorted(one.decoded("DTSTART") for uid, one in found if uid.startswith("training-day"))


def test_a_learner_reads_their_days_and_nobodys_name(learner, at):
    feed = Feed(LEARNER, learner.person_id)
    first = lessons(feed)[0]
    assert (first.astimezone(UTC), str(first.tzinfo)) == (
        datetime(2026, 5, 4, 7, tzinfo=UTC),
        "Europe/Brussels",
    )
    assert len(lessons(feed)) == learner.cohort.days.count()
    calendar = read(feed)
    assert [str(one["TZID"]) for one in calendar.walk("VTIMEZONE")] == ["Europe/Brussels"]
    body = calendar.to_ical().decode()
    assert "Zohra" not in body
    assert "Peeters" not in body


def test_lessons_keep_their_hour_over_both_clock_changes(web, brussels, at):
    cohort = plan_cohort(
        track=web, campus=brussels, code="X", start_on=date(2026, 3, 27), actor=SYSTEM, at=at
    )
    starts = {one.date(): one for one in lessons(Feed(COHORT, cohort.pk))}
    hours = [
        starts[day].astimezone(UTC).hour
        for day in (date(2026, 3, 27), date(2026, 3, 30), date(2026, 10, 23), date(2026, 10, 26))
    ]
    assert hours == [8, 7, 7, 8]
    assert {one.time() for one in starts.values()} == {time(9)}


def test_who_left_or_moved_reads_no_later_days(learner, web, ghent, at):
    learner.left_on, learner.state = date(2026, 5, 11), "left"
    learner.save(update_fields=["left_on", "state"])
    assert max(lessons(Feed(LEARNER, learner.person_id))).date() == date(2026, 5, 8)
    other = plan_cohort(track=web, campus=ghent, code="GNT-1", start_on=START, actor=SYSTEM, at=at)
    mover = EnrolmentFactory(
        cohort=learner.cohort, state="transferred", started_on=START, moved_on=date(2026, 6, 1)
    )
    EnrolmentFactory(
        cohort=other, person=mover.person, state="in_training", started_on=date(2026, 6, 1)
    )
    days = lessons(Feed(LEARNER, mover.person_id))
    assert len({one.date() for one in days}) == len(days) == other.days.count()


def test_a_changed_day_has_a_higher_sequence_and_the_same_name(learner, at):
    feed, day = Feed(COHORT, learner.cohort_id), learner.cohort.days.get(on=date(2026, 6, 1))
    before = events(feed)[f"training-day-{day.pk}"]
    change_day(
        day=day, part="morning", place="home", hours=HOURS, title="Demo", actor=SYSTEM, at=at
    )
    after = events(feed)[f"training-day-{day.pk}"]
    assert (int(before["SEQUENCE"]), int(after["SEQUENCE"])) == (0, 1)
    assert after.decoded("DTSTAMP") >= before.decoded("DTSTAMP")
    assert after.decoded("DTEND").time() == time(12, 30)
    assert "Demo" in after["SUMMARY"]
    assert str(after["LOCATION"]) == "At home"


def test_an_event_is_changed_and_called_off_in_place(learner, brussels, at):
    item = AgendaItemFactory(
        campus=brussels, cohort=learner.cohort, starts_at=clock.at_local(date(2026, 6, 2), 14)
    )
    feed, uid = Feed(LEARNER, learner.person_id), f"agenda-{item.pk}"
    first = events(feed)[uid]
    event = Event(
        campus=brussels,
        cohort=learner.cohort,
        kind="visit",
        title="To the museum",
        starts_at=item.starts_at + timedelta(hours=1),
        ends_at=item.ends_at + timedelta(hours=1),
        place="Museum",
    )
    change_item(item=item, event=event, actor=SYSTEM, at=at + timedelta(minutes=1))
    second = events(feed)[uid]
    cancel_item(item=item, actor=SYSTEM, at=at + timedelta(minutes=2))
    third = events(feed)[uid]
    assert int(first["SEQUENCE"]) < int(second["SEQUENCE"]) < int(third["SEQUENCE"])
    assert [str(one["STATUS"]) for one in (first, second, third)] == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
    ]
    assert second.decoded("DTSTART").hour == 15
    assert second.decoded("DTSTAMP") == at + timedelta(minutes=1)


def test_a_learner_sees_events_of_the_campus_and_none_of_other_groups(learner, web, brussels, at):
    other = plan_cohort(
        track=web, campus=brussels, code="BXL-2", start_on=START, actor=SYSTEM, at=at
    )
    moment = clock.at_local(date(2026, 6, 2), 14)
    ours = AgendaItemFactory(campus=brussels, cohort=None, starts_at=moment)
    theirs = AgendaItemFactory(campus=brussels, cohort=other, starts_at=moment)
    before_us = AgendaItemFactory(campus=brussels, cohort=None)
    found = events(Feed(LEARNER, learner.person_id))
    names = [f"agenda-{item.pk}" in found for item in (ours, theirs, before_us)]
    assert names == [True, False, False]


def test_a_coach_reads_all_their_cohorts_as_long_as_they_are_theirs(cohort, web, brussels, at):
    coach = UserFactory(roles=["coach"], campuses=[brussels])
    other = plan_cohort(
        track=web, campus=brussels, code="BXL-2", start_on=START, actor=SYSTEM, at=at
    )
    CoachAssignmentFactory(cohort=cohort, user=coach, until=date(2026, 5, 5))
    CoachAssignmentFactory(cohort=other, user=coach, since=date(2026, 5, 6))
    found = list(events(Feed(COACH, coach.pk)).values())
    words = [(str(one["SUMMARY"]).split(":")[0], one.decoded("DTSTART")) for one in found]
    assert sum(code == "BXL-1" for code, _at in words) == 2
    assert sum(code == "BXL-2" for code, _at in words) == other.days.count() - 2
    coach.is_active = False
    coach.save(update_fields=["is_active"])
    assert Client().get(path_of(Feed(COACH, coach.pk))).status_code == 404


def test_a_campus_reads_starts_ends_internships_and_closures(cohort, brussels, ghent, at):
    for campus in (brussels, ghent, None):
        Closure.objects.create(
            campus=campus, start_on=date(2026, 7, 6), end_on=date(2026, 7, 10), reason="Rest"
        )
    found = list(events(Feed(CAMPUS, brussels.pk)).values())
    words = [str(one["SUMMARY"]) for one in found]
    assert words == [
        "BXL-1 starts",
        "BXL-1: last training day",
        "BXL-1: Internship",
        "No lessons: Rest",
        "No lessons: Rest",
    ]
    assert found[-1].decoded("DTEND") == date(2026, 7, 11)  # the day after, as the format asks


def path_of(feed, **more):
    return "/" + url_of(feed, **more).split("://", 1)[1].split("/", 1)[1]


def test_the_words_are_in_the_language_of_the_address(learner, at):
    (title,) = {str(one["X-WR-CALNAME"]) for one in [read(Feed(LEARNER, learner.person_id))]}
    assert title == "My training"
    assert read(Feed(LEARNER, learner.person_id), language="fr").walk("VEVENT")


def test_a_link_that_is_not_ours_opens_nothing(learner, at):
    good = path_of(Feed(LEARNER, learner.person_id))
    other = path_of(Feed(COHORT, learner.cohort_id))
    head, proof = good.removesuffix(".ics").rsplit("-", 1)[0], other.rsplit("-", 1)[1]
    client = Client()
    wrong = [
        good.replace(".ics", "A.ics"),
        good[:-5] + ("A" if good[-5] != "A" else "B") + ".ics",
        f"{head}-{proof}",
        path_of(Feed(LEARNER, 999_999)),
        path_of(Feed(LEARNER, learner.person_id), series=2),
        "/en/calendar/l1-.ics",
        "/en/calendar/x.ics",
        f"/en/calendar/l{'9' * 18}-{'A' * 32}.ics",
    ]
    assert [client.get(path).status_code for path in wrong] == [404] * len(wrong)
    assert client.get(good).status_code == 200
    assert client.post(good).status_code == 405


def test_a_new_link_makes_the_old_one_useless(learner, at):
    feed = Feed(LEARNER, learner.person_id)
    old = path_of(feed)
    assert renew_link(feed=feed, actor=SYSTEM, at=at).series == 2
    assert Client().get(old).status_code == 404
    assert Client().get(path_of(feed, series=2)).status_code == 200
    assert renew_link(feed=feed, actor=SYSTEM, at=at).series == 3
    assert Client().get(path_of(feed, series=2)).status_code == 404


def test_links_are_long_and_hang_on_the_key_of_the_site(learner, settings, at):
    feed = Feed(LEARNER, learner.person_id)
    token = path_of(feed).rsplit("/", 1)[1].removesuffix(".ics")
    assert links.PROOF_BYTES * 8 >= 128
    assert feed_of(token) == feed
    old_key, settings.SECRET_KEY = settings.SECRET_KEY, "x" * 60
    assert feed_of(token) is None
    settings.SECRET_KEY_FALLBACKS = [old_key]
    assert feed_of(token) == feed


@pytest.mark.parametrize("scope", [LEARNER, COACH, COHORT, CAMPUS])
def test_as_many_queries_for_much_as_for_little(scope, learner, web, brussels, at):
    coach = UserFactory(roles=["coach"], campuses=[brussels])
    keys = {
        LEARNER: learner.person_id,
        COACH: coach.pk,
        COHORT: learner.cohort_id,
        CAMPUS: brussels.pk,
    }

    def queries():
        with CaptureQueriesContext(connection) as caught:
            read(Feed(scope, keys[scope]))
        return len(caught)

    def fill(number):
        cohort = plan_cohort(
            track=web, campus=brussels, code=f"N-{number}", start_on=START, actor=SYSTEM, at=at
        )
        CoachAssignmentFactory(cohort=cohort, user=coach)
        for one in (cohort, learner.cohort, None):
            AgendaItemFactory(
                campus=brussels, cohort=one, starts_at=clock.at_local(date(2026, 6, 2))
            )
        EnrolmentFactory(
            cohort=cohort,
            person=learner.person,
            state="transferred",
            started_on=START,
            moved_on=START,
        )

    fill(1)
    few = queries()
    for number in range(2, 6):
        fill(number)
    assert queries() == few <= 10
