"""A person who waits sees how long still, and can pause, leave and come back without a call."""

import re
from datetime import date, timedelta

import pytest
from django.utils import translation

from applicants.cards.waiting import waiting_cards
from applicants.models import ListPolicy, SeatOffer, WaitlistEntry
from applicants.workflow import more_time, waitlist
from applicants.workflow.deciding import withdraw
from becode.audit.models import AuditEntry
from becode.core import clock
from becode.core.actors import SYSTEM
from tests.factories import (
    ApplicationFactory,
    CohortFactory,
    PersonFactory,
    SeatOfferFactory,
    WaitlistEntryFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def application(web, brussels, ghent, at):
    """Amira waits in Brussels and Ghent, behind two others in Brussels."""
    for days in (3, 2):
        earlier = ApplicationFactory(
            track=web, campus=brussels, state="admitted", eligible_at=at - days * DAY
        )
        WaitlistEntryFactory(application=earlier, eligible_at=at - days * DAY)
    application = ApplicationFactory(
        track=web,
        campus=brussels,
        choices=[brussels, ghent],
        state="admitted",
        eligible_at=at,
        interest_at=at,
        person__first_name="Amira",
    )
    for campus in (brussels, ghent):
        WaitlistEntryFactory(application=application, campus=campus)
    return application


@pytest.fixture
def amira(application, as_person):
    return as_person(application.person)


@pytest.fixture
def address(application):
    return f"/en/my/waiting/{application.pk}/"


def entry_of(application, campus) -> WaitlistEntry:
    return application.entries.filter(campus=campus).latest("pk")


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def moved_in_the_past(waiting, at, seats=20):
    for index in range(seats):
        waiting(
            joined_at=at - 350 * DAY,
            state="enrolled",
            closed_at=at - (index * 15 + 1) * DAY,
            end_reason="seat",
        )


class TestPage:
    def test_place_and_people_before_on_each_list(self, amira, address):
        text = text_of(amira.get(address))
        assert "Brussels Your place Number 3 2 people are before you" in text
        assert "Ghent Your place Number 1 You are next" in text

    def test_how_long_and_how_we_know(self, amira, address, waiting, at):
        moved_in_the_past(waiting, at)
        text = text_of(amira.get(address))
        assert "How long still? 6 weeks to 4 months" in text
        assert "In the last 12 months, 20 people left this list, 20 of them for a seat." in text
        assert "This is a guess from the past." in text

    def test_where_nothing_can_be_said_it_says_so(self, amira, address):
        text = text_of(amira.get(address))
        assert text.count("How long still? We cannot say yet.") == 2
        assert text.count("In the last 12 months nobody left this list.") == 2

    def test_no_date_is_promised(self, amira, address, waiting, at):
        moved_in_the_past(waiting, at)
        page = amira.get(address).content.decode()
        assert re.search(r"\b(2026|2027)\b", page) is None

    def test_reading_writes_nothing(self, amira, application, address):
        before = AuditEntry.objects.count()
        key = entry_of(application, application.campus).pk
        for path in ("", "pause/", "leave/"):
            assert amira.get(address + path).status_code == 200
        assert amira.get(f"/en/my/waiting/place/{key}/leave/").status_code == 200
        for path in ("order/", "resume/"):
            assert amira.get(address + path).status_code == 405
        assert AuditEntry.objects.count() == before
        assert {entry.state for entry in application.entries.order_by("pk")} == {"waiting"}

    def test_the_link_of_a_message_leads_here(self, amira, address):
        assert amira.get("/en/my/waiting/")["Location"] == address

    def test_who_waits_nowhere_is_led_home(self, as_person, at):
        assert as_person(PersonFactory()).get("/en/my/waiting/")["Location"] == "/en/my/"

    def test_a_closed_application_offers_nothing(self, amira, application, address, at):
        withdraw(application=application, reason="found_job", actor=SYSTEM, at=at)
        text = text_of(amira.get(address))
        assert "You are on no list now" in text
        assert "Stop my application" not in text

    def test_as_many_queries_for_2_lists_as_for_4(
        self, amira, application, address, web, at, django_assert_num_queries
    ):
        with translation.override("en"):
            amira.get(address)
            with django_assert_num_queries(15, exact=False) as two:
                amira.get(address)
            for rank in (3, 4):
                campus = CohortFactory().campus
                application.choices.create(campus=campus, rank=rank)
                WaitlistEntryFactory(application=application, campus=campus)
            with django_assert_num_queries(len(two)):
                amira.get(address)

    @pytest.mark.parametrize(
        "path", ["", "order/", "pause/", "resume/", "leave/", "place/leave/", "place/back/"]
    )
    def test_the_lists_of_somebody_else_are_not_there(self, application, as_person, path, at):
        stranger = as_person(PersonFactory())
        key = application.pk
        if path.startswith("place/"):
            key = f"place/{entry_of(application, application.campus).pk}"
            path = path.removeprefix("place/")
        for method in (stranger.get, stranger.post):
            assert method(f"/en/my/waiting/{key}/{path}").status_code in (404, 405)
        assert stranger.post(f"/en/my/waiting/{key}/{path}").status_code in (404, 405)
        assert {entry.state for entry in application.entries.order_by("pk")} == {"waiting"}


class TestOrder:
    def ranks(self, application):
        return list(application.choices.order_by("rank").values_list("campus__name", flat=True))

    def test_one_step_down_and_up_again(self, amira, application, address, brussels):
        amira.post(address + "order/", {"down": brussels.pk})
        assert self.ranks(application) == ["Ghent", "Brussels"]
        amira.post(address + "order/", {"up": brussels.pk})
        assert self.ranks(application) == ["Brussels", "Ghent"]

    @pytest.mark.parametrize("data", [{}, {"up": "x"}, {"down": "999999"}, {"up": ""}])
    def test_nonsense_changes_nothing(self, amira, application, address, data):
        assert amira.post(address + "order/", data)["Location"] == address
        assert self.ranks(application) == ["Brussels", "Ghent"]

    def test_the_first_cannot_go_up_nor_the_last_down(
        self, amira, application, address, brussels, ghent
    ):
        amira.post(address + "order/", {"up": brussels.pk})
        amira.post(address + "order/", {"down": ghent.pk})
        assert self.ranks(application) == ["Brussels", "Ghent"]

    def test_it_says_whether_the_order_changes_places(self, amira, address, brussels, web, at):
        assert "This order does not change your places." in text_of(amira.get(address))
        ListPolicy.objects.create(
            campus=brussels,
            track=web,
            state="in_force",
            criteria=["choice", "number"],
            made_at=at,
            in_force_at=at,
        )
        assert "This order counts on the list of Brussels" in text_of(amira.get(address))


class TestLeaving:
    def test_one_list(self, amira, application, brussels, ghent):
        key = entry_of(application, brussels).pk
        page = text_of(amira.get(f"/en/my/waiting/place/{key}/leave/"))
        assert "Before 1 May 2026 you can have this place back." in page
        amira.post(f"/en/my/waiting/place/{key}/leave/")
        assert entry_of(application, brussels).state == "left"
        assert entry_of(application, ghent).state == "waiting"

    def test_the_last_list_is_left_as_all_of_them(
        self, amira, application, address, brussels, ghent, at
    ):
        waitlist.leave_list(entry=entry_of(application, ghent), actor=SYSTEM, at=at)
        key = entry_of(application, brussels).pk
        assert "Leave this list" not in text_of(amira.get(address))
        answer = amira.get(f"/en/my/waiting/place/{key}/leave/")
        assert answer["Location"] == address + "leave/"

    def test_all_lists_and_the_application_stays(self, amira, application, address):
        assert "Stop my application" in text_of(amira.get(address + "leave/"))
        amira.post(address + "leave/")
        application.refresh_from_db()
        assert application.state == "admitted"
        assert {entry.state for entry in application.entries.order_by("pk")} == {"left"}

    def test_the_old_place_comes_back_until_its_date(
        self, as_person, application, address, brussels, at
    ):
        entry = entry_of(application, brussels)
        waitlist.leave_list(entry=entry, actor=SYSTEM, at=at)
        with clock.set_to(at + 59 * DAY):
            amira = as_person(application.person)
            assert "Before 1 May 2026 you can have your old place back." in text_of(
                amira.get(address)
            )
            amira.post(f"/en/my/waiting/place/{entry.pk}/back/")
        back = entry_of(application, brussels)
        assert (back.pk, back.state, back.eligible_at) == (entry.pk, "waiting", entry.eligible_at)

    def test_after_that_date_it_is_a_sentence(self, as_person, application, address, brussels, at):
        entry = entry_of(application, brussels)
        waitlist.leave_list(entry=entry, actor=SYSTEM, at=at)
        with clock.set_to(at + 60 * DAY):
            amira = as_person(application.person)
            assert "Take an old place back" not in text_of(amira.get(address))
            amira.post(f"/en/my/waiting/place/{entry.pk}/back/")
        assert entry_of(application, brussels).state == "left"

    def test_leaving_twice_is_a_sentence(self, amira, application, address, brussels):
        key = entry_of(application, brussels).pk
        for _time in range(2):
            answer = amira.post(f"/en/my/waiting/place/{key}/leave/")
            assert answer["Location"] == address
        assert AuditEntry.objects.filter(label="waitlist.left").count() == 1


class TestPause:
    def pauses(self, application):
        entries = application.entries.order_by("campus__name")
        return [entry.paused_until for entry in entries]

    @pytest.mark.parametrize(
        ("until", "day"),
        [("1", date(2026, 4, 2)), ("3", date(2026, 6, 2)), ("6", date(2026, 9, 2))],
    )
    def test_for_some_months_on_all_lists(self, amira, application, address, until, day):
        amira.post(address + "pause/", {"which": "all", "until": until})
        assert self.pauses(application) == [day, day]
        assert f"Pause until {day.day}" in text_of(amira.get(address))

    @pytest.mark.parametrize("typed", ["2026-05-20", "20/05/2026", "20.05.2026"])
    def test_until_a_day_on_one_list(self, amira, application, address, ghent, typed):
        key = entry_of(application, ghent).pk
        amira.post(address + "pause/", {"which": key, "until": "day", "day": typed})
        assert self.pauses(application) == [None, date(2026, 5, 20)]

    @pytest.mark.parametrize(
        ("answer", "field"),
        [
            ({"until": "1"}, "which"),
            ({"which": "all"}, "until"),
            ({"which": "all", "until": "day"}, "day"),
            ({"which": "all", "until": "day", "day": "soon"}, "day"),
            ({"which": "all", "until": "day", "day": "2026-03-02"}, "until"),
            ({"which": "all", "until": "day", "day": "2027-03-30"}, "until"),
            ({"which": "999999", "until": "1"}, "which"),
        ],
    )
    def test_what_is_missing_or_wrong_is_said(self, amira, application, address, answer, field):
        page = amira.post(address + "pause/", answer)
        assert list(page.context["form"].errors) == [field]
        assert self.pauses(application) == [None, None]

    def test_who_is_on_one_list_is_not_asked_which(self, amira, application, address, ghent, at):
        waitlist.leave_list(entry=entry_of(application, ghent), actor=SYSTEM, at=at)
        amira.post(address + "pause/", {"until": "1"})
        assert entry_of(application, application.campus).paused_until == date(2026, 4, 2)

    def test_it_ends_on_one_list_or_on_all(self, amira, application, address, ghent):
        amira.post(address + "pause/", {"which": "all", "until": "1"})
        assert "Change my pause" in text_of(amira.get(address))
        amira.post(address + "resume/", {"place": entry_of(application, ghent).pk})
        assert self.pauses(application) == [date(2026, 4, 2), None]
        assert "Change my pause" not in text_of(amira.get(address))
        amira.post(address + "resume/")
        assert self.pauses(application) == [None, None]


class TestCard:
    def test_place_and_time_on_the_own_page(self, amira, waiting, at):
        moved_in_the_past(waiting, at)
        text = text_of(amira.get("/en/my/"))
        assert "How long still? Brussels 2 people are before you 6 weeks to 4 months" in text

    def test_after_leaving_the_way_back(self, amira, application, address):
        amira.post(address + "leave/")
        text = text_of(amira.get("/en/my/"))
        assert "You can still take your old place back." in text
        assert "You can come back, or stop your application." in text
        assert "You are on the list" not in text
        assert "You are on no list now – you are here" in text

    def test_nobody_else_sees_a_card(self, at):
        assert waiting_cards(PersonFactory(), at) == []


class TestMoreTime:
    @pytest.fixture
    def offer(self, application, web, brussels):
        return SeatOfferFactory(
            entry=entry_of(application, brussels), cohort=CohortFactory(track=web, campus=brussels)
        )

    def test_asked_with_words_and_shown(self, amira, offer):
        address = f"/en/my/offer/{offer.pk}/"
        assert "I need more time" in text_of(amira.get(address))
        answer = amira.post(f"{address}more-time/", {"words": "I wait for my nursery."})
        assert answer["Location"] == address
        text = text_of(amira.get(address))
        assert "You asked for more time" in text
        assert "I wait for my nursery." in text
        assert SeatOffer.objects.get().more_time == "asked"

    def test_words_may_be_left_out_but_not_be_endless(self, amira, offer):
        address = f"/en/my/offer/{offer.pk}/more-time/"
        page = amira.post(address, {"words": "x" * 301})
        assert list(page.context["form"].errors) == ["words"]
        assert SeatOffer.objects.get().more_time == ""
        amira.post(address, {})
        assert SeatOffer.objects.get().more_time == "asked"

    def test_the_answer_is_shown(self, amira, offer, at):
        address = f"/en/my/offer/{offer.pk}/"
        more_time.ask_more_time(offer=offer, words="", actor=SYSTEM, at=at)
        more_time.refuse_more_time(offer=offer, actor=SYSTEM, at=at)
        text = text_of(amira.get(address))
        assert "We cannot give more time" in text
        assert "I need more time" not in text
        more_time.grant_more_time(offer=offer, hours=72, actor=SYSTEM, at=at)
        assert "We keep the seat for you until Thursday 5 March 2026, 10:00." in text_of(
            amira.get(address)
        )

    def test_after_the_moment_it_is_a_sentence(self, as_person, offer, at):
        with clock.set_to(at + 3 * DAY):
            amira = as_person(offer.person)
            address = f"/en/my/offer/{offer.pk}/more-time/"
            assert amira.get(address).status_code == 302
            assert amira.post(address, {"words": ""}).status_code == 302
        assert SeatOffer.objects.get().more_time == ""

    @pytest.mark.parametrize(
        ("after", "words", "state"),
        [
            ("keep", "You keep your place on the waitlist.", "waiting"),
            ("leave", "You leave this list.", "left"),
        ],
    )
    def test_a_no_asks_about_the_place_only_where_the_rule_lets_them_choose(
        self, amira, offer, application, brussels, web, at, after, words, state
    ):
        ListPolicy.objects.create(
            campus=brussels,
            track=web,
            state="in_force",
            criteria=["priority"],
            after_decline=after,
            made_at=at,
            in_force_at=at,
        )
        address = f"/en/my/offer/{offer.pk}/decline/"
        page = amira.get(address)
        assert list(page.context["form"].fields) == ["reason"]
        assert words in text_of(page)
        amira.post(address, {"reason": "later"})
        assert entry_of(application, brussels).state == state
