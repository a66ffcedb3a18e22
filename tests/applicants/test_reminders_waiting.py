"""Who waits hears of their place each month; colleagues hear of offers that nobody answers."""

from datetime import timedelta

import pytest

from applicants.models import Application
from applicants.workflow import more_time, offers, waitlist
from applicants.workflow.deciding import withdraw
from becode.core.actors import SYSTEM
from becode.core.clock import local_day
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from tests.factories import ApplicationFactory, UserFactory, WaitlistEntryFactory

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def sent(kind):
    return list(Message.objects.filter(kind=f"applicants.{kind}").order_by("pk"))


class TestMonthlyPlace:
    @pytest.fixture
    def application(self, web, brussels, ghent, waiting, at):
        waiting(since=at - DAY)
        application = ApplicationFactory(
            track=web,
            campus=brussels,
            choices=[ghent, brussels],
            state="admitted",
            eligible_at=at,
            interest_at=at,
        )
        for campus in (brussels, ghent):
            WaitlistEntryFactory(application=application, campus=campus)
        return application

    def test_each_month_but_the_twelfth_once(self, application, only_rules, at):
        only_rules("monthly_place")
        for day in range(0, 400, 5):
            for _twice in range(2):
                sweep(at=at + day * DAY)
        days = [(message.due_at - at) / DAY for message in sent("monthly_place")]
        assert [round(day) for day in days] == [30 * month for month in range(1, 12)]

    def test_each_list_with_its_place_the_first_choice_first(self, application, waiting, at):
        for index in range(24):
            waiting(
                since=at - 300 * DAY,
                joined_at=at - 300 * DAY,
                state="enrolled",
                closed_at=at + (15 - index * 10) * DAY,
                end_reason="seat",
            )
        sweep(at=at + 30 * DAY)
        [message] = sent("monthly_place")
        text = message.text
        assert text.index("Ghent: You are next") < text.index("Brussels: 1 person is before you · ")
        assert "weeks" in text
        assert "Do you want a break, or to leave the list?" in text
        assert message.expires_at == message.due_at + 3 * DAY

    def test_not_who_pauses_everywhere(self, application, at):
        for entry in application.entries.order_by("pk"):
            until = local_day(at + 40 * DAY)
            waitlist.pause(entry=entry, until=until, actor=SYSTEM, at=at)
        sweep(at=at + 30 * DAY)
        assert sent("monthly_place") == []
        sweep(at=at + 60 * DAY)
        assert len(sent("monthly_place")) == 1

    def test_a_list_on_which_they_pause_is_left_out(self, application, ghent, at):
        entry = application.entries.get(campus=ghent)
        waitlist.pause(entry=entry, until=local_day(at + 40 * DAY), actor=SYSTEM, at=at)
        sweep(at=at + 30 * DAY)
        [message] = sent("monthly_place")
        assert "Ghent" not in message.text

    @pytest.mark.parametrize("end", ["left", "withdrawn", "enrolled"])
    def test_an_end_in_between_stops_it_at_sending(self, application, at, end):
        sweep(at=at + 30 * DAY)
        if end == "left":
            waitlist.leave_all(application=application, actor=SYSTEM, at=at + 30 * DAY)
        elif end == "withdrawn":
            withdraw(application=application, reason="found_job", actor=SYSTEM, at=at + 30 * DAY)
        else:
            Application.objects.filter(pk=application.pk).update(state="enrolled")
        deliver_ready(at=at + 30 * DAY)
        sweep(at=at + 60 * DAY)
        assert [message.state for message in sent("monthly_place")] == ["cancelled"]

    def test_not_beside_a_seat_to_answer(self, application, cohort, brussels, at):
        waitlist.leave_all(application=application, actor=SYSTEM, at=at)
        entry = waitlist.reopen_entry(
            entry=application.entries.get(campus=brussels), actor=SYSTEM, at=at
        )
        offers.offer_seat(
            entry=entry,
            cohort=cohort,
            actor=SYSTEM,
            at=at + 29 * DAY,
            passing_reason="Agreed by phone.",
        )
        sweep(at=at + 30 * DAY)
        assert sent("monthly_place") == []

    def test_the_same_queries_whatever_the_number_who_waits(
        self, application, waiting, at, django_assert_max_num_queries
    ):
        for _one in range(20):
            waiting()
        with django_assert_max_num_queries(120):
            sweep(at=at + 15 * DAY)


class TestUnanswered:
    @pytest.fixture
    def offer(self, waiting, cohort, at):
        return offers.offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)

    def test_a_day_before_the_end_admissions_of_the_campus_are_asked_to_call(
        self, offer, amina, bram, mieke, at
    ):
        for hour in (23, 24, 24, 30, 47):
            sweep(at=at + hour * HOUR)
        assert [(one.user, one.due_at) for one in sent("offer_unanswered")] == [
            (amina, at + 24 * HOUR)
        ]
        assert offer.person.full_name not in sent("offer_unanswered")[0].text

    def test_the_colleague_in_charge_alone(self, offer, amina, brussels, at):
        owner = UserFactory(roles=["coach"], campuses=[brussels])
        Application.objects.filter(pk=offer.application_id).update(owner=owner)
        sweep(at=at + 24 * HOUR)
        assert [one.user for one in sent("offer_unanswered")] == [owner]

    @pytest.mark.parametrize("lost", ["inactive", "elsewhere"])
    def test_a_colleague_who_cannot_see_it_is_not_asked(self, offer, amina, ghent, at, lost):
        campuses = [ghent] if lost == "elsewhere" else []
        owner = UserFactory(roles=["coach"], campuses=campuses, is_active=lost != "inactive")
        Application.objects.filter(pk=offer.application_id).update(owner=owner)
        sweep(at=at + 24 * HOUR)
        assert [one.user for one in sent("offer_unanswered")] == [amina]

    @pytest.mark.parametrize("answer", ["accept", "decline", "withdraw", "later"])
    def test_an_answer_in_between_stops_it(self, offer, amina, at, answer):
        sweep(at=at + 24 * HOUR)
        later = at + 24 * HOUR
        if answer == "accept":
            offers.accept_offer(offer=offer, actor=SYSTEM, at=later)
        elif answer == "decline":
            offers.decline_offer(offer=offer, reason="later", actor=SYSTEM, at=later)
        elif answer == "withdraw":
            offers.withdraw_offer(offer=offer, actor=SYSTEM, at=later)
        else:
            more_time.grant_more_time(offer=offer, hours=72, actor=SYSTEM, at=later)
        deliver_ready(at=later)
        assert [one.state for one in sent("offer_unanswered")] == ["cancelled"]

    def test_more_time_moves_the_call(self, offer, amina, at):
        until = more_time.grant_more_time(offer=offer, hours=72, actor=SYSTEM, at=at + HOUR)
        sweep(at=at + 24 * HOUR)
        assert sent("offer_unanswered") == []
        sweep(at=until - 24 * HOUR)
        assert [one.due_at for one in sent("offer_unanswered")] == [until - 24 * HOUR]

    def test_a_short_offer_is_not_followed_at_once_by_a_call(self, waiting, cohort, amina, at):
        offers.offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at, hours=25)
        sweep(at=at + HOUR)
        assert sent("offer_unanswered") == []
