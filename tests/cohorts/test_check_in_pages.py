"""The page of a learner, the class sheet and the screen, as they are asked for by a browser."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from becode.core import clock
from cohorts.models import CheckIn
from cohorts.my.check_in import TRIES, page_token, pressed_at
from cohorts.room_code import room_code
from tests.cohorts.conftest import LESSONS_ON, signed_in
from tests.cohorts.test_checking_in import at_hour
from tests.factories import PersonFactory
from tests.factories_training import (
    AbsenceFactory,
    CheckInFactory,
    LearnerFactory,
    TrainingDayFactory,
    check_in_whole_day,
)

pytestmark = pytest.mark.django_db

CHECK_IN = "/en/my/training/check-in/"


def words_of(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def look(client, at, path=CHECK_IN):
    with clock.set_to(at):
        return words_of(client.get(path))


def press(client, at, **fields):
    """Press the button; answers the words of the page that follows."""
    with clock.set_to(at):
        response = client.post(CHECK_IN, {"moment": 1, "place": "on_site"} | fields, follow=True)
    assert response.redirect_chain[-1] == (CHECK_IN, 302)
    return words_of(response)


# The learner ---------------------------------------------------------------------------------


def test_a_learner_checks_in_with_the_code(phone, anna, cohort):
    at = at_hour(8, 58)
    page = look(phone, at)
    assert "Code on the screen in your room" in page
    assert "You are late" not in page
    page = press(phone, at, code=room_code(cohort.pk, at=at))
    assert "Noted: Arrival, 08:58." in page
    assert "Next: Lunch starts. You can check in from 12:25." in page
    again = press(phone, at, code=room_code(cohort.pk, at=at))
    assert "This was noted already: Arrival, 08:58. Nothing changed." in again
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    ("at", "fields", "sentence"),
    [
        (at_hour(8, 58), {"code": "99"}, "This code is not right."),
        (at_hour(7, 30), {"place": "home"}, "It is too early. You can check in from 08:00."),
        (at_hour(12, 31), {"place": "home"}, "It is too late to check in for this."),
        (at_hour(9), {"place": "home", "moment": "7"}, "You have no lessons today."),
        (at_hour(9), {"place": "home", "moment": ""}, "You have no lessons today."),
    ],
)
def test_what_is_refused_is_said_in_a_sentence(phone, at, fields, sentence):
    assert sentence in press(phone, at, **fields)
    assert not CheckIn.objects.exists()


def test_a_day_without_lessons(anna):
    morning = at_hour(9, day=LESSONS_ON + timedelta(days=1))
    phone = signed_in(anna.person, morning)
    assert "You have no lessons today." in look(phone, morning)
    assert "Today" not in look(phone, morning, "/en/my/")


def test_somebody_without_a_seat_sees_no_lessons(at, day):
    phone = signed_in(PersonFactory(), at)
    assert "You have no lessons today." in look(phone, at)
    assert "You have no lessons today." in press(phone, at)


def test_who_comes_late_and_who_leaves_early_reads_it_first(phone, anna, cohort):
    at = at_hour(9, 23)
    assert "Lessons began 23 minutes ago." in look(phone, at)
    press(phone, at, code=room_code(cohort.pk, at=at))
    later = at_hour(11, 30)
    assert "I have to leave early" in look(phone, later)
    assert "Lessons go on for 60 minutes." in look(phone, later, CHECK_IN + "?early=1")
    code = room_code(cohort.pk, at=later)
    assert "It is too early" in press(phone, later, moment=2, code=code)
    assert "Noted: Lunch starts, 11:30." in press(phone, later, moment=2, code=code, early="1")


def test_at_home_on_a_day_at_the_campus_is_shown_to_the_coach(phone, cohort, client, carla):
    press(phone, at_hour(9), place="home")
    client.force_login(carla)
    assert "At home" in look(client, at_hour(10), reverse("admin:class_sheet", args=[cohort.pk]))


def test_on_a_day_at_home_no_code_is_asked(phone, day):
    day.place = "home"
    day.save()
    assert "Code on the screen" not in look(phone, at_hour(9))
    assert "Noted" in press(phone, at_hour(9), place="home")


def test_tries_are_counted_for_each_learner(phone, anna, cohort):
    at = at_hour(8, 58)
    wrong = f"{(int(room_code(cohort.pk, at=at)) + 1) % 10_000:04d}"
    for _try in range(TRIES):
        press(phone, at, code=wrong)
    assert "Too many tries." in press(phone, at, code=room_code(cohort.pk, at=at))
    assert not CheckIn.objects.exists()
    # A neighbour on the same network is not held up.
    other = LearnerFactory(cohort=cohort)
    neighbour = signed_in(other.person, at)
    assert "Noted" in press(neighbour, at, code=room_code(cohort.pk, at=at))


def test_the_card_of_today_stands_on_my_page(phone, anna):
    page = look(phone, at_hour(8, 58), "/en/my/")
    assert "Arrival 09:00 Now Lunch starts 12:30 To come" in page
    assert "Arrival 09:00 Missing" in look(phone, at_hour(12, 31), "/en/my/")


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_page_stands_in_each_language(phone, language):
    with clock.set_to(at_hour(8, 58)), translation.override(language):
        assert phone.get(reverse("cohorts:my:check_in")).status_code == 200


# A press that waited for the network ---------------------------------------------------------


def test_a_press_is_believed_within_the_life_of_its_page(anna, cohort):
    other = LearnerFactory(cohort=cohort)
    opened, at = at_hour(8, 59), at_hour(9, 3)
    token = page_token(anna, at=opened)
    assert pressed_at(token, "180000", anna, at=at) == at_hour(9, 0)
    assert pressed_at(token, "0", anna, at=at) == at
    for faked, waited in (
        (token, "240001"),  # before the page was opened
        (page_token(anna, at=at_hour(8)), "300001"),  # longer than five minutes
        (token, ""),
        (token, "-1"),
        (token, "many"),
        (token, "9" * 30),
        (token[:-1], "1000"),
        ("", "1000"),
        (page_token(other, at=opened), "1000"),
    ):
        assert pressed_at(faked, waited, anna, at=at) is None


def test_a_press_without_network_counts_when_it_was_made(phone, anna, cohort):
    made, sent = at_hour(9, 4), at_hour(9, 8)
    token = page_token(anna, at=at_hour(9, 3))
    fields = {"code": room_code(cohort.pk, at=made), "token": token, "waited": "240000"}
    assert "Noted: Arrival, 09:04." in press(phone, sent, **fields)
    assert CheckIn.objects.get().received_at == sent


def test_a_press_that_waited_too_long_counts_at_its_receipt(phone, anna, cohort):
    sent = at_hour(9, 30)
    fields = {"code": room_code(cohort.pk, at=sent), "token": page_token(anna, at=at_hour(9))}
    assert "Noted: Arrival, 09:30." in press(phone, sent, waited="1200000", **fields)


# The class sheet -----------------------------------------------------------------------------


@pytest.fixture
def coach(client, carla):
    client.force_login(carla)
    return client


@pytest.fixture
def sheet(cohort):
    return reverse("admin:class_sheet", args=[cohort.pk])


def save(coach, sheet, fields, *, seen=None, at=None):
    body = {"seen": json.dumps(seen or {})} | fields
    with clock.set_to(at or at_hour(18)):
        return coach.post(sheet, body, follow=True)


def name(enrolment, moment):
    return f"at-{enrolment.pk}-{moment}"


def value(response, field):
    return re.search(rf'name="{field}"[^>]* value="([^"]*)"', response.content.decode())[1]


def test_a_coach_fills_in_the_sheet(coach, sheet, anna, carla):
    fields = {name(anna, 1): "9", name(anna, 2): "1225", name(anna, 3): "x", name(anna, 4): "17h"}
    response = save(coach, sheet, fields)
    assert "4 changes are saved." in words_of(response)
    rows = CheckIn.objects.order_by("moment").values_list("at", "source", "recorded_by")
    assert list(rows) == [
        (at_hour(*hour), "sheet", carla.pk) for hour in ((9,), (12, 25), (13, 30), (17,))
    ]


def test_nothing_typed_is_lost_when_something_is_wrong(coach, sheet, anna, cohort):
    other = LearnerFactory(cohort=cohort)
    CheckInFactory(enrolment=other, on=LESSONS_ON, at=at_hour(8, 55))
    fields = {
        name(anna, 1): "half past",
        name(anna, 2): "12:30",
        name(other, 1): "9:40",
        f"why-{other.pk}": "",
    }
    response = save(coach, sheet, fields, seen={name(other, 1): "08:55"})
    page = words_of(response)
    assert "Nothing is saved yet: some places need a look." in page
    assert "Write a time, such as 9:05." in page
    kept = [value(response, field) for field in list(fields)[:3]]
    assert kept == ["half past", "12:30", "09:40"]
    fields[name(anna, 1)] = "9:30"
    response = save(coach, sheet, fields, seen={name(other, 1): "08:55"})
    assert "Please say why the time changes." in words_of(response)
    assert value(response, name(anna, 1)) == "09:30"
    assert CheckIn.objects.count() == 1
    fields[f"why-{other.pk}"] = "Came with me at twenty to ten"
    response = save(coach, sheet, fields, seen={name(other, 1): "08:55"})
    assert "3 changes are saved." in words_of(response)
    assert CheckIn.objects.get(enrolment=other).reason == "Came with me at twenty to ten"


def test_a_press_after_the_sheet_was_opened_stays(coach, sheet, anna):
    CheckInFactory(enrolment=anna, on=LESSONS_ON, at=at_hour(9, 2))
    save(coach, sheet, {name(anna, 1): "", name(anna, 2): "12:30"})
    assert dict(CheckIn.objects.values_list("moment", "at")) == {
        1: at_hour(9, 2),
        2: at_hour(12, 30),
    }
    response = save(coach, sheet, {name(anna, 1): "9:10"})
    assert "Noted in between: 09:02. Please look again." in words_of(response)


def test_all_in_time_fills_in_and_saves_nothing(coach, sheet, anna, cohort):
    away, there = LearnerFactory(cohort=cohort), LearnerFactory(cohort=cohort)
    AbsenceFactory(enrolment=away, first_on=LESSONS_ON, part="morning")
    CheckInFactory(enrolment=there, on=LESSONS_ON, at=at_hour(9, 20))
    seen = {name(there, 1): "09:20"}
    response = save(coach, sheet, {"all": "1", name(there, 1): "09:20"}, seen=seen)
    shown = [value(response, name(one, 1)) for one in (anna, away, there)]
    assert shown == ["09:00", "", "09:20"]
    assert CheckIn.objects.count() == 1
    afternoon = save(coach, sheet, {"all": "3"}, seen=seen)
    assert value(afternoon, name(away, 3)) == "13:30"


@pytest.mark.parametrize("seen", ["", "[]", "{", "null", '{"a": {}}', '{"at-1-1": "99:99"}'])
def test_a_sheet_with_a_damaged_memory_is_read_anyway(coach, sheet, anna, seen):
    with clock.set_to(at_hour(18)):
        coach.post(sheet, {"seen": seen, name(anna, 1): "9"})
    assert CheckIn.objects.get().at == at_hour(9)


@pytest.mark.parametrize("text", ["25", "9:60", "9:5", "-9", "９", "9 uur", "99999", "\x00"])
def test_what_is_no_time(coach, sheet, anna, text):
    response = save(coach, sheet, {name(anna, 1): text})
    assert ("Write a time" in words_of(response)) == (text != "\x00")
    assert not CheckIn.objects.exists()


def test_days_lead_to_their_neighbours(coach, sheet, anna, cohort):
    for days in (-3, 1):
        TrainingDayFactory(cohort=cohort, on=LESSONS_ON + timedelta(days=days))
    with clock.set_to(at_hour(10)):
        page = coach.get(sheet).content.decode()
        assert "?day=2026-02-27" in page
        assert "?day=2026-03-03" in page
        assert "Monday 2 March 2026" in page
        assert coach.get(sheet + "?day=2026-03-01").status_code == 404
        assert coach.get(sheet + "?day=tomorrow").status_code == 404
        paper = words_of(coach.get(reverse("admin:class_sheet_paper", args=[cohort.pk])))
        assert "Anna Peeters" in paper


def test_a_cohort_without_days(coach, sheet, cohort):
    with clock.set_to(at_hour(10)):
        for page in ("class_sheet", "class_sheet_paper"):
            shown = words_of(coach.get(reverse(f"admin:{page}", args=[cohort.pk])))
            assert "This cohort has no training days yet." in shown
        room = words_of(coach.get(reverse("admin:room_screen", args=[cohort.pk])))
        assert "There are no lessons today." in room


def test_pages_ask_as_much_for_thirty_as_for_one(
    coach, sheet, anna, cohort, django_assert_max_num_queries
):
    check_in_whole_day(anna, LESSONS_ON)
    room = reverse("admin:room_screen", args=[cohort.pk])
    with clock.set_to(at_hour(18)):
        for page in (sheet, room + "?initials=1"):
            coach.get(page)
            with django_assert_max_num_queries(20) as one:
                coach.get(page)
            if page == sheet:
                for _number in range(29):
                    check_in_whole_day(LearnerFactory(cohort=cohort), LESSONS_ON)
                with django_assert_max_num_queries(len(one)):
                    coach.get(page)
        many = [LearnerFactory(cohort=cohort) for _number in range(30)]
        body = {"seen": "{}"} | {name(one, moment): "x" for one in many for moment in (1, 2, 3, 4)}
        with django_assert_max_num_queries(25):
            coach.post(sheet, body)
    assert CheckIn.objects.filter(source="sheet").count() == 120


# The screen ----------------------------------------------------------------------------------


def test_the_screen_shows_the_code_and_counts_without_names(coach, anna, cohort):
    at = at_hour(9).replace(second=20)
    CheckInFactory(enrolment=anna, on=LESSONS_ON)
    LearnerFactory(cohort=cohort)
    address = reverse("admin:room_screen", args=[cohort.pk])
    with clock.set_to(at):
        response = coach.get(address)
        page = words_of(response)
        assert room_code(cohort.pk, at=at) in page
        assert "Arrival 1 / 2" in page
        assert "Anna" not in page
        assert " AP " not in page
        assert 'data-refresh="15"' in response.content.decode()
        assert " AP " in words_of(coach.get(address + "?initials=1"))
    assert "no-store" in response["Cache-Control"]


def test_on_a_day_at_home_the_screen_shows_no_code(coach, anna, cohort, day):
    day.place = "home"
    day.save()
    CheckInFactory(enrolment=anna, on=LESSONS_ON)
    at = at_hour(9)
    with clock.set_to(at):
        response = coach.get(reverse("admin:room_screen", args=[cohort.pk]))
    page = words_of(response)
    assert "Lessons are at home today" in page
    assert "Arrival 1 / 1" in page
    assert room_code(cohort.pk, at=at) not in page
    assert "data-code" not in response.content.decode()
    assert "data:image" not in response.content.decode()


def test_a_cohort_leads_to_its_sheet_and_its_screen(coach, cohort):
    page = coach.get(reverse("admin:cohorts_cohort_change", args=[cohort.pk])).content.decode()
    for name_of_page in ("class_sheet", "room_screen"):
        assert reverse(f"admin:{name_of_page}", args=[cohort.pk]) in page


# One learner ---------------------------------------------------------------------------------


def test_one_check_in_is_corrected_from_the_page_of_the_learner(coach, anna):
    verb = reverse("admin:cohorts_enrolment_do", args=[anna.pk, "check-in"])
    fields = {"on": "2026-03-02", "moment": "1", "time": "09:40", "reason": "Phone was empty"}
    with clock.set_to(at_hour(18)):
        assert "Correct a check-in" in words_of(coach.get(verb))
        assert "no lessons on this day" in words_of(
            coach.post(verb, fields | {"on": "2026-03-01"}, follow=True)
        )
        coach.post(verb, fields | {"reason": ""})
        assert not CheckIn.objects.exists()
        coach.post(verb, fields)
    made = CheckIn.objects.get()
    assert (made.at, made.source, made.reason) == (at_hour(9, 40), "correction", "Phone was empty")
    with clock.set_to(at_hour(18)):
        coach.post(verb, fields | {"time": ""})
    assert not CheckIn.objects.exists()
