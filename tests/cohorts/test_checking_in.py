"""Check-ins: which moment is meant, the code of the room, a late receipt, corrections, races."""

from datetime import date, time, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from becode.audit.models import AuditEntry
from becode.core import clock
from becode.core.actors import Actor
from becode.core.invariants import invariants
from becode.core.moves import IllegalMove, Stale
from cohorts.enums import CheckInSource, LessonPlace, Moment
from cohorts.models import CheckIn, TrainingDay
from cohorts.moments import offer, windows
from cohorts.room_code import is_right, room_code, seconds_left
from cohorts.workflow.checking_in import (
    Noted,
    TooEarly,
    WrongCode,
    check_in,
    correct,
    counted_time,
    record_many,
)
from cohorts.workflow.class_sheet import Cell, SheetRefused, fill_sheet
from tests.cohorts.conftest import LESSONS_ON
from tests.factories_training import CheckInFactory, LearnerFactory, local

pytestmark = pytest.mark.django_db

ARRIVAL, LUNCH, RETURN, DEPARTURE = Moment


def at_hour(hour, minute=0, day=LESSONS_ON):
    return local(day, time(hour, minute))


def press(enrolment, moment, at, *, code=None, place=LessonPlace.ON_SITE, **more):
    typed = room_code(enrolment.cohort_id, at=at) if code is None else code
    return check_in(
        enrolment=enrolment,
        moment=moment,
        place=place,
        code=typed,
        actor=Actor.person(enrolment.person),
        at=at,
        **more,
    )


# Which moment is meant -----------------------------------------------------------------------


def meant(at, done=(), **hours):
    whole = {
        "arrive_by": time(9),
        "lunch_from": time(12, 30),
        "lunch_until": time(13, 30),
        "leave_from": time(17),
    }
    found = windows(TrainingDay(on=LESSONS_ON, **(whole | hours)), grace=5)
    answer = offer(found, set(done), at=at)
    return answer.window and answer.window.moment, answer.early and answer.early.moment


@pytest.mark.parametrize(
    ("hour", "done", "moment", "early"),
    [
        ((7, 59), (), None, None),
        ((8, 0), (), ARRIVAL, None),
        ((10, 30), (), ARRIVAL, None),
        ((10, 30), (ARRIVAL,), None, LUNCH),
        ((12, 24), (ARRIVAL,), None, LUNCH),
        ((12, 25), (ARRIVAL,), LUNCH, None),
        ((12, 25), (), ARRIVAL, None),
        ((12, 30), (), LUNCH, None),
        ((13, 10), (ARRIVAL,), LUNCH, None),
        ((13, 10), (ARRIVAL, LUNCH), RETURN, None),
        ((13, 10), (), RETURN, None),
        ((12, 50), (ARRIVAL, LUNCH), None, None),
        ((16, 0), (ARRIVAL, LUNCH), RETURN, None),
        ((16, 0), (RETURN,), None, DEPARTURE),
        ((16, 55), (RETURN,), DEPARTURE, None),
        ((23, 59), (RETURN,), DEPARTURE, None),
        ((18, 0), (ARRIVAL, LUNCH, RETURN, DEPARTURE), None, None),
    ],
)
def test_the_hour_says_which_moment_is_meant(hour, done, moment, early):
    assert meant(at_hour(*hour), done) == (moment, early)


def test_a_half_day_has_two_moments():
    morning = {"lunch_until": None, "leave_from": None}
    assert meant(at_hour(14), (ARRIVAL,), **morning) == (LUNCH, None)
    afternoon = {"arrive_by": None, "lunch_from": None}
    assert meant(at_hour(12, 30), **afternoon) == (RETURN, None)
    assert meant(at_hour(12, 29), **afternoon) == (None, None)


@pytest.mark.parametrize("on", [date(2026, 3, 30), date(2026, 10, 26)])
def test_hours_are_those_of_the_wall_after_both_clock_changes(on):
    assert meant(at_hour(12, 25), (ARRIVAL,))[0] == LUNCH
    day = TrainingDay(on=on, arrive_by=time(9), lunch_from=time(12, 30))
    arrival = windows(day, grace=5)[0]
    assert arrival.planned_at.astimezone(clock.BRUSSELS).hour == 9
    assert arrival.is_open(at_hour(8, day=on))
    assert not arrival.is_open(at_hour(7, 59, day=on))


@pytest.mark.parametrize(
    ("moment", "hour", "minutes"),
    [
        (0, (9, 5), 0),
        (0, (9, 6), 6),
        (0, (8, 30), 0),
        (1, (12, 25), 0),
        (1, (12, 24), 6),
        (3, (16, 0), 60),
    ],
)
def test_late_and_early_are_counted_beyond_the_grace(day, moment, hour, minutes):
    assert windows(day, grace=5)[moment].minutes_off(at_hour(*hour)) == minutes


# The code ------------------------------------------------------------------------------------


def test_a_code_lives_for_its_minute_and_the_next():
    at = at_hour(8, 58).replace(second=10)
    code = room_code(7, at=at)
    assert len(code) == 4
    assert code.isdigit()
    assert room_code(7, at=at + timedelta(seconds=49)) == code
    assert seconds_left(at) == 50
    assert is_right(f" {code[:2]} {code[2:]} ", 7, at=at)
    assert is_right(code, 7, at=at + timedelta(seconds=109))
    assert not is_right(code, 7, at=at + timedelta(seconds=110))
    assert not is_right("", 7, at=at)


def test_codes_differ_by_room_minute_and_key(settings):
    at = at_hour(8, 58)
    shown = [room_code(7, at=at + timedelta(minutes=more)) for more in range(30)]
    assert len(set(shown)) > 25
    assert [room_code(8, at=at + timedelta(minutes=more)) for more in range(30)] != shown
    settings.SECRET_KEY = "another-key"
    assert [room_code(7, at=at + timedelta(minutes=more)) for more in range(30)] != shown


# A press -------------------------------------------------------------------------------------


def test_a_press_on_site_is_noted_once(anna):
    at = at_hour(8, 58)
    first = press(anna, ARRIVAL, at)
    again = press(anna, ARRIVAL, at + timedelta(minutes=1))
    assert (first.is_new, again.is_new) == (True, False)
    row = CheckIn.objects.get()
    assert (row.at, row.received_at, row.place, row.source) == (at, at, "on_site", "phone")
    assert again.check_in == row
    # With a code that is old by now, or after the hour, a second press changes nothing either.
    assert not press(anna, ARRIVAL, at_hour(12, 40)).is_new
    assert not press(anna, ARRIVAL, at + timedelta(minutes=9), code="0000").is_new


def test_a_wrong_code_notes_nothing(anna, cohort):
    at = at_hour(8, 58)
    other = room_code(cohort.pk + 1, at=at)
    for code in ("", "12", "abcd", other):
        with pytest.raises(WrongCode):
            press(anna, ARRIVAL, at, code=code)
    assert not CheckIn.objects.exists()


def test_at_home_needs_no_code(anna, day):
    made = press(anna, ARRIVAL, at_hour(9), code="", place=LessonPlace.HOME).check_in
    assert made.place == "home" != day.place


@pytest.mark.parametrize(
    ("moment", "hour", "error"),
    [
        (ARRIVAL, (7, 30), TooEarly),
        (ARRIVAL, (12, 30), IllegalMove),
        (LUNCH, (12, 20), TooEarly),
        (RETURN, (12, 50), TooEarly),
        (DEPARTURE, (16, 54), TooEarly),
    ],
)
def test_outside_of_its_hours_nothing_is_noted(anna, moment, hour, error):
    with pytest.raises(error):
        press(anna, moment, at_hour(*hour))
    assert not CheckIn.objects.exists()


def test_who_leaves_early_says_so(anna):
    with pytest.raises(TooEarly, match="12:25"):
        press(anna, LUNCH, at_hour(11))
    made = press(anna, LUNCH, at_hour(11), leaves_early=True).check_in
    assert made.at == at_hour(11)
    with pytest.raises(TooEarly):
        press(anna, DEPARTURE, at_hour(13, 29), leaves_early=True)


def test_only_on_a_day_of_lessons_of_theirs(anna, cohort, day):
    with pytest.raises(IllegalMove, match="no lessons today"):
        press(anna, ARRIVAL, at_hour(9, day=LESSONS_ON + timedelta(days=1)))
    for field in ("left_on", "moved_on"):
        gone = LearnerFactory(cohort=cohort, **{field: LESSONS_ON})
        with pytest.raises(IllegalMove, match="no lessons today"):
            press(gone, ARRIVAL, at_hour(9))
    late = LearnerFactory(cohort=cohort, started_on=LESSONS_ON + timedelta(days=1))
    with pytest.raises(IllegalMove):
        press(late, ARRIVAL, at_hour(9))
    day.lunch_until = day.leave_from = None
    day.part = "morning"
    day.save()
    with pytest.raises(IllegalMove, match="this part of the day"):
        press(anna, DEPARTURE, at_hour(17))


@pytest.mark.parametrize(
    ("minutes", "counts"), [(0, 0), (4, 4), (5, 5), (6, 0), (-1, 0), (None, 0)]
)
def test_a_press_counts_as_told_for_five_minutes(minutes, counts):
    at = at_hour(9, 4)
    told = None if minutes is None else at - timedelta(minutes=minutes)
    assert counted_time(told, at=at) == at - timedelta(minutes=counts)


def test_a_press_that_waited_counts_when_it_was_made(anna):
    pressed, at = at_hour(9, 0), at_hour(9, 4)
    code = room_code(anna.cohort_id, at=pressed)
    made = press(anna, ARRIVAL, at, code=code, pressed_at=pressed).check_in
    assert (made.at, made.received_at) == (pressed, at)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_row(anna):
    at, answers = at_hour(8, 58), []
    start = Barrier(4, timeout=20)

    def run():
        try:
            start.wait()
            answers.append(press(anna, ARRIVAL, at).is_new)
        finally:
            connection.close()

    threads = [Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == [False, False, False, True]
    assert CheckIn.objects.count() == 1


# Corrections ---------------------------------------------------------------------------------


def fix(enrolment, moment, to, user, *, reason="Phone was empty", at=None):
    return correct(
        enrolment=enrolment,
        on=LESSONS_ON,
        moment=moment,
        to=to,
        reason=reason,
        actor=Actor.user(user),
        at=at or at_hour(18),
    )


def test_a_correction_sets_changes_and_removes(anna, carla):
    made = fix(anna, ARRIVAL, at_hour(9), carla)
    assert (made.source, made.recorded_by, made.reason) == ("correction", carla, "Phone was empty")
    fix(anna, ARRIVAL, at_hour(9, 20), carla, reason="Bus")
    assert fix(anna, ARRIVAL, None, carla, reason="Was not there") is None
    assert not CheckIn.objects.exists()
    entries = AuditEntry.objects.filter(label="check_in.corrected").order_by("pk")
    assert [(entry.keys["old"], entry.keys["new"]) for entry in entries] == [
        ("", "09:00"),
        ("09:00", "09:20"),
        ("09:20", ""),
    ]
    assert {entry.person_key for entry in entries} == {anna.person_id}


def test_what_was_taken_away_stays_in_the_history(anna, carla):
    CheckInFactory(enrolment=anna, on=LESSONS_ON)
    fix(anna, ARRIVAL, None, carla, reason="Friend pressed")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM cohorts_checkinevent ORDER BY pgh_id")
        assert [row[0] for row in cursor.fetchall()] == ["", "Friend pressed"]


@pytest.mark.parametrize(
    ("to", "reason", "sentence"),
    [
        (at_hour(9), "", "say why"),
        (at_hour(19), "Bus", "not come yet"),
        (at_hour(9, day=LESSONS_ON - timedelta(days=1)), "Bus", "another day"),
    ],
)
def test_a_correction_that_cannot_be(anna, carla, to, reason, sentence):
    with pytest.raises(IllegalMove, match=sentence):
        fix(anna, ARRIVAL, to, carla, reason=reason)
    assert not CheckIn.objects.exists()


# The class sheet -----------------------------------------------------------------------------


def fill(day, user, *cells):
    return fill_sheet(day=day, cells=cells, actor=Actor.user(user), at=at_hour(18))


def test_the_sheet_writes_all_in_one_go(anna, cohort, day, carla, django_assert_max_num_queries):
    others = [LearnerFactory(cohort=cohort) for _number in range(5)]
    cells = [
        Cell(one, moment, seen=None, to=at_hour(9 + 3 * number))
        for one in (anna, *others)
        for number, moment in enumerate((ARRIVAL, LUNCH))
    ]
    with django_assert_max_num_queries(9):
        assert fill(day, carla, *cells) == 12
    assert CheckIn.objects.filter(source="sheet", recorded_by=carla, reason="").count() == 12
    assert AuditEntry.objects.get(label="class_sheet.filled").keys["count"] == 12


def test_the_sheet_is_saved_whole_or_not_at_all(anna, cohort, day, carla):
    gone = LearnerFactory(cohort=cohort, left_on=LESSONS_ON)
    CheckInFactory(enrolment=anna, on=LESSONS_ON, at=at_hour(9, 2))
    cells = [
        Cell(anna, ARRIVAL, seen=at_hour(9, 2), to=at_hour(9)),
        Cell(anna, LUNCH, seen=None, to=at_hour(19)),
        Cell(anna, RETURN, seen=at_hour(13), to=at_hour(13, 30)),
        Cell(gone, ARRIVAL, seen=None, to=at_hour(9)),
        Cell(anna, DEPARTURE, seen=None, to=at_hour(17)),
    ]
    with pytest.raises(SheetRefused) as caught:
        fill(day, carla, *cells)
    assert [(one.cell, one.sentence.split()[0]) for one in caught.value.cells] == [
        (cells[0], "Please"),
        (cells[1], "This"),
        (cells[2], "Noted"),
        (cells[3], "This"),
    ]
    assert CheckIn.objects.count() == 1


def test_own_slips_need_no_reason_and_phones_do(anna, day, carla):
    fill(day, carla, Cell(anna, ARRIVAL, seen=None, to=at_hour(9)))
    fill(day, carla, Cell(anna, ARRIVAL, seen=at_hour(9), to=at_hour(9, 10)))
    row = CheckIn.objects.get()
    assert (row.source, row.at, row.reason) == ("sheet", at_hour(9, 10), "")
    CheckIn.objects.update(source=CheckInSource.PHONE)
    fill(day, carla, Cell(anna, ARRIVAL, seen=at_hour(9, 10), to=at_hour(9), reason="Bus"))
    row.refresh_from_db()
    assert (row.source, row.at, row.reason) == ("correction", at_hour(9), "Bus")


def test_somebody_who_pressed_in_between_is_not_overwritten(anna, day, carla):
    CheckInFactory(enrolment=anna, on=LESSONS_ON, at=at_hour(9, 2))
    with pytest.raises(SheetRefused):
        fill(day, carla, Cell(anna, ARRIVAL, seen=None, to=at_hour(9)))
    # The same minute is no dispute.
    assert fill(day, carla, Cell(anna, ARRIVAL, seen=None, to=at_hour(9, 2))) == 1
    assert CheckIn.objects.get().source == "phone"


def test_a_press_at_the_same_moment_stops_the_sheet(anna, day, carla, monkeypatch):
    def taken(rows):
        CheckInFactory(enrolment=anna, on=LESSONS_ON)
        CheckInFactory(enrolment=anna, on=LESSONS_ON)

    monkeypatch.setattr(CheckIn.objects, "bulk_create", taken)
    with pytest.raises(Stale):
        fill(day, carla, Cell(anna, ARRIVAL, seen=None, to=at_hour(9)))


# Many at once --------------------------------------------------------------------------------


def test_many_are_written_at_once_and_again_without_harm(anna, day, django_assert_num_queries):
    noted = [Noted(anna.pk, day.on, moment, at_hour(9 + moment)) for moment in Moment]
    CheckInFactory(enrolment=anna, on=day.on, at=at_hour(8, 50))
    with django_assert_num_queries(3):  # with the two of the savepoint
        assert record_many(noted=noted) == 4
    record_many(noted=noted, at=at_hour(20))
    hours = dict(CheckIn.objects.values_list("moment", "source"))
    assert hours == {1: "phone", 2: "imported", 3: "imported", 4: "imported"}


def test_a_check_in_on_another_day_than_its_own_is_found(anna, day, at):
    def broken():
        return {rule.key: rule.count(at=at) for rule in invariants()}["cohorts.check_in_on_its_day"]

    # A quarter past midnight in Brussels is the day before in UTC.
    row = CheckInFactory(enrolment=anna, on=LESSONS_ON, at=at_hour(0, 15))
    assert broken() == 0
    CheckIn.objects.filter(pk=row.pk).update(on=LESSONS_ON - timedelta(days=1))
    assert broken() == 1
