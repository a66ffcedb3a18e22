"""Flags: raised once each, told to learner and coaches at once, closed by a talk."""

from datetime import date, time

import pytest

from becode.audit.models import AuditEntry
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from cohorts.models import AttendanceFlag, Enrolment
from cohorts.risks import risks_of
from cohorts.workflow.flags import close_flag, raise_all, reopen_flag
from tests.factories_absences import running_cohort
from tests.factories_training import (
    CoachAssignmentFactory,
    LearnerFactory,
    check_in_whole_day,
    local,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(web, brussels):
    return running_cohort(track=web, campus=brussels)


def thresholds(enrolment):
    return sorted(enrolment.flags.values_list("threshold", flat=True))


def kinds():
    return sorted(Message.objects.values_list("kind", flat=True))


def away_on_two_days(cohort):
    """A learner who missed the 2nd and the 3rd of March and came on the next days."""
    anna = LearnerFactory(cohort=cohort)
    for day in (4, 5, 6, 9):
        check_in_whole_day(anna, date(2026, 3, day))
    return anna


def evening(day):
    return local(date(2026, 3, day), time(20))


def test_each_threshold_is_raised_once_and_told_to_learner_and_coach(cohort, carla):
    CoachAssignmentFactory(cohort=cohort, user=carla)
    anna = away_on_two_days(cohort)
    assert raise_all(at=evening(5)) == 0, "one day is sure: one absence"
    assert raise_all(at=evening(6)) == 1
    assert thresholds(anna) == ["unjustified_2"]
    assert kinds() == ["cohorts.flag_raised", "cohorts.flag_to_coach"]
    assert Message.objects.get(kind="cohorts.flag_to_coach").user == carla
    assert raise_all(at=evening(6)) == 0
    assert len(kinds()) == 2


def test_of_several_at_once_the_highest_is_told(cohort, carla):
    CoachAssignmentFactory(cohort=cohort, user=carla)
    anna = LearnerFactory(cohort=cohort)
    raise_all(at=evening(12))
    assert thresholds(anna) == [
        "missed_15",
        "missed_20",
        "unjustified_2",
        "unjustified_4",
        "unjustified_6",
    ]
    told = Message.objects.filter(kind="cohorts.flag_raised").values_list("text", flat=True)
    assert len(told) == 2
    assert any("6 unjustified absences" in text or "7 unjustified" in text for text in told)


def test_one_bad_day_at_the_start_is_a_small_part_of_the_training(cohort):
    anna = LearnerFactory(cohort=cohort)
    for day in (3, 4, 5, 6):
        check_in_whole_day(anna, date(2026, 3, day))
    raise_all(at=evening(6))
    assert thresholds(anna) == []


def test_it_is_quiet_for_people_who_left_and_nobody_is_excluded(cohort):
    gone = LearnerFactory(cohort=cohort, state="left", left_on=date(2026, 3, 20))
    anna = LearnerFactory(cohort=cohort)
    raise_all(at=evening(20))
    assert thresholds(gone) == []
    assert Enrolment.objects.get(pk=anna.pk).state == "in_training"


def test_a_talk_about_the_highest_closes_those_below_it(cohort, carla):
    anna = away_on_two_days(cohort)
    made = [
        AttendanceFlag.objects.create(
            enrolment=anna, threshold=threshold, raised_at=evening(6), counted=1
        )
        for threshold in ("unjustified_2", "unjustified_4", "unjustified_6", "missed_15")
    ]
    close_flag(
        flag=made[1],
        met_on=date(2026, 3, 9),
        met_with="Anna",
        agreed="Bus of 8:10",
        actor=Actor.user(carla),
        at=evening(9),
    )
    states = AttendanceFlag.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["closed", "closed", "open", "open"]


def test_a_talk_closes_a_flag(cohort, carla):
    anna = away_on_two_days(cohort)
    raise_all(at=evening(6))
    flag = AttendanceFlag.objects.get(enrolment=anna)
    talk = {"met_with": "Anna, Carla", "agreed": "Bus of 8:10", "actor": Actor.user(carla)}
    for day in (date(2026, 3, 5), date(2026, 3, 10)):
        with pytest.raises(IllegalMove):
            close_flag(flag=flag, met_on=day, at=evening(9), **talk)
    with pytest.raises(IllegalMove, match="agreed"):
        close_flag(flag=flag, met_on=date(2026, 3, 9), at=evening(9), **talk | {"agreed": " "})
    close_flag(flag=flag, met_on=date(2026, 3, 9), at=evening(9), **talk)
    assert (flag.state, flag.agreed, flag.closed_by_id) == ("closed", "Bus of 8:10", carla.pk)


def test_of_each_kind_the_highest_flag_is_read(cohort):
    anna = away_on_two_days(cohort)
    for threshold in ("unjustified_2", "missed_15", "unjustified_4"):
        AttendanceFlag.objects.create(
            enrolment=anna, threshold=threshold, raised_at=evening(6), counted=1
        )
    risks = risks_of(anna.cohort, on=date(2026, 3, 9))[anna.pk]
    told = [risk.text for risk in risks if risk.kind == "attendance"]
    assert [text.partition(":")[0] for text in told] == [
        "4 unjustified absences",
        "15% of the hours missed",
    ]


@pytest.fixture
def closed(cohort, carla):
    """A flag that was talked about."""
    flag = AttendanceFlag.objects.create(
        enrolment=away_on_two_days(cohort),
        threshold="unjustified_2",
        raised_at=evening(6),
        counted=4,
    )
    close_flag(
        flag=flag,
        met_on=date(2026, 3, 9),
        met_with="Anna",
        agreed="Bus of 8:10",
        actor=Actor.user(carla),
        at=evening(9),
    )
    return flag


def do(client, flag, verb, **fields):
    return client.post(f"/staff/cohorts/attendanceflag/{flag.pk}/do/{verb}/", fields)


def test_a_flag_is_opened_again_by_a_page_and_talked_about_once_more(closed, carla, signed_in, at):
    client = signed_in(carla)
    page = client.get(f"/staff/cohorts/attendanceflag/{closed.pk}/change/").content.decode()
    assert "/do/reopen/" in page
    assert client.get(f"/staff/cohorts/attendanceflag/{closed.pk}/do/reopen/").status_code == 200
    do(client, closed, "reopen")
    closed.refresh_from_db()
    assert (closed.state, closed.closed_at, closed.agreed) == ("open", None, "Bus of 8:10")
    with clock.set_to(evening(16)):
        talk = {"met_on": "2026-03-16", "met_with": "Anna", "agreed": "Bus of 7:50"}
        do(client, closed, "close", **talk)
    closed.refresh_from_db()
    assert (closed.state, closed.agreed) == ("closed", "Bus of 7:50")
    found = AuditEntry.objects.about(closed).order_by("pk").values_list("label", flat=True)
    assert list(found) == ["flag.closed", "flag.reopened", "flag.closed"]


def test_an_open_flag_and_that_of_who_left_are_not_opened(closed, carla):
    actor = Actor.user(carla)
    reopen_flag(flag=closed, actor=actor, at=evening(10))
    with pytest.raises(IllegalMove):
        reopen_flag(flag=closed, actor=actor, at=evening(10))
    closed.refresh_from_db()
    Enrolment.objects.update(state="left", left_on=date(2026, 3, 10))
    AttendanceFlag.objects.update(state="closed", closed_at=evening(10))
    with pytest.raises(IllegalMove, match="does not follow"):
        reopen_flag(flag=AttendanceFlag.objects.get(), actor=actor, at=evening(10))
