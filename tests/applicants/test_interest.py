"""Once a year: do you still wait? Three questions, an answer without signing in, or silence."""

from datetime import timedelta

import pytest
from django.test import Client

from applicants.calling import calls_for
from applicants.models import Application, SeatOffer, WaitingLink
from applicants.workflow import interest, waitlist
from applicants.workflow.deciding import withdraw
from becode.backoffice.today import tasks_for
from becode.core import clock
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.core.sealing import token_digest, unseal
from becode.messages.compose import SEALING_PURPOSE
from becode.messages.models import Message
from becode.messages.workflow import send_again
from becode.people.models import ContactPoint
from tests.factories import ApplicationFactory, PersonFactory, WaitlistEntryFactory
from tests.factories_people import PhoneFactory
from tests.mails import mail_html

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YEAR = 365 * DAY


@pytest.fixture
def waits(web, brussels, ghent, at):
    """A function: an application on the lists of Brussels and Ghent since a year."""

    def _waits(person=None, since=at - YEAR, **changes):
        application = ApplicationFactory(
            person=person or PersonFactory(),
            track=web,
            campus=brussels,
            choices=[brussels, ghent],
            state="admitted",
            eligible_at=since,
            interest_at=since,
            **changes,
        )
        for campus in (brussels, ghent):
            WaitlistEntryFactory(
                application=application, campus=campus, eligible_at=since, joined_at=since
            )
        return application

    return _waits


def asks(application) -> int:
    application.refresh_from_db()
    return application.interest_asks


def states(application) -> list[tuple[str, str]]:
    entries = application.entries.order_by("pk")
    return list(entries.values_list("state", "end_reason"))


def last_link(kind: str) -> str:
    """The path of the link in the last message of this kind."""
    message = Message.objects.filter(kind=f"applicants.{kind}").order_by("-pk")[0]
    link = unseal(message.sealed, purpose=SEALING_PURPOSE)["link"]
    return "/" + link.split("/", 3)[3]


def token_of(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[1]


class TestAsking:
    def test_after_a_year_and_not_a_day_before(self, waits, at, audit, outbox):
        application = waits()
        assert interest.ask_still_interested(at=at - DAY) == 0
        assert interest.ask_still_interested(at=at) == 1
        assert (asks(application), application.interest_asked_at) == (1, at)
        assert outbox(application.person) == ["still_interested"]
        assert audit(application) == ["waitlist.still_asked"]

    def test_twice_is_once(self, waits, at, outbox):
        application = waits()
        interest.ask_still_interested(at=at)
        assert interest.ask_still_interested(at=at + timedelta(hours=1)) == 0
        assert outbox(application.person) == ["still_interested"]

    def test_three_times_two_weeks_apart_and_no_more(self, waits, at, outbox):
        application = waits()
        asked = [day for day in range(120) if interest.ask_still_interested(at=at + day * DAY)]
        assert asked == [0, 14, 28]
        assert outbox(application.person) == ["still_interested"] * 3

    def test_who_pauses_is_asked_when_the_pause_ends(self, waits, at):
        application = waits()
        until = clock.local_day(at + 10 * DAY)
        for entry in application.entries.order_by("pk"):
            waitlist.pause(entry=entry, until=until, actor=SYSTEM, at=at)
        assert interest.ask_still_interested(at=at + 9 * DAY) == 0
        assert interest.ask_still_interested(at=at + 10 * DAY) == 1

    def test_who_pauses_on_one_list_only_is_asked(self, waits, at):
        entry = waits().entries.order_by("pk").first()
        until = clock.local_day(at + 10 * DAY)
        waitlist.pause(entry=entry, until=until, actor=SYSTEM, at=at)
        assert interest.ask_still_interested(at=at) == 1

    def test_to_pause_is_an_answer(self, waits, at):
        application = waits()
        interest.ask_still_interested(at=at)
        entry = application.entries.order_by("pk").first()
        until = clock.local_day(at + 10 * DAY)
        waitlist.pause(entry=entry, until=until, actor=SYSTEM, at=at + DAY)
        assert (asks(application), application.interest_at) == (0, at + DAY)

    def test_not_beside_a_seat_to_answer(self, waits, at, cohort):
        application = waits()
        SeatOffer.objects.create(
            person=application.person,
            application=application,
            entry=application.entries.order_by("pk")[0],
            cohort=cohort,
            offered_at=at,
            expires_at=at + 2 * DAY,
        )
        assert interest.ask_still_interested(at=at) == 0
        assert interest.ask_still_interested(at=at + 2 * DAY) == 1

    @pytest.mark.parametrize("state", ["enrolled", "withdrawn", "lapsed"])
    def test_only_applications_that_wait(self, waits, at, state):
        Application.objects.filter(pk=waits().pk).update(state=state)
        assert interest.ask_still_interested(at=at) == 0

    def test_who_left_the_lists_is_not_asked(self, waits, at):
        waitlist.leave_all(application=waits(), actor=SYSTEM, at=at)
        assert interest.ask_still_interested(at=at) == 0

    def test_no_more_than_the_limit_the_longest_wait_first(self, waits, at):
        later, earlier = waits(), waits(since=at - YEAR - DAY)
        assert interest.ask_still_interested(at=at, limit=1) == 1
        assert (asks(earlier), asks(later)) == (1, 0)

    def test_the_database_keeps_no_secret(self, waits, at):
        waits()
        interest.ask_still_interested(at=at)
        token = token_of(last_link("still_interested"))
        link = WaitingLink.objects.get()
        assert link.digest == token_digest(token)
        message = Message.objects.get()
        assert token not in message.text + mail_html(message) + message.subject

    def test_by_text_message_where_there_is_no_e_mail(self, waits, at):
        person = PersonFactory(email="", contact_language="fr")
        PhoneFactory(person=person)
        waits(person)
        interest.ask_still_interested(at=at)
        message = Message.objects.get()
        assert (message.channel, message.language) == ("sms", "fr")
        assert last_link("still_interested").startswith("/fr/")


class TestSilence:
    def ask_three_times(self, at):
        for ask in range(3):
            interest.ask_still_interested(at=at + 14 * ask * DAY)

    def test_two_weeks_after_the_third_question_the_places_end(self, waits, at, audit, outbox):
        application = waits()
        self.ask_three_times(at)
        assert interest.close_unanswered(at=at + 41 * DAY) == 0
        assert interest.close_unanswered(at=at + 42 * DAY) == 1
        assert interest.close_unanswered(at=at + 42 * DAY) == 0
        assert states(application) == [("closed", "no_answer")] * 2
        application.refresh_from_db()
        assert application.state == "admitted"
        assert outbox(application.person) == ["still_interested"] * 3 + ["place_closed"]
        assert audit(application.entries.order_by("pk")[0])[-1] == "waitlist.closed"

    def test_who_was_asked_twice_keeps_the_place(self, waits, at):
        application = waits()
        interest.ask_still_interested(at=at)
        interest.ask_still_interested(at=at + 14 * DAY)
        assert interest.close_unanswered(at=at + 100 * DAY) == 0
        assert states(application) == [("waiting", "")] * 2

    def test_an_answer_ends_the_asking(self, waits, at):
        application = waits()
        self.ask_three_times(at)
        interest.answer_interest(
            application=application, still=True, actor=SYSTEM, at=at + 30 * DAY
        )
        assert interest.close_unanswered(at=at + 100 * DAY) == 0
        assert interest.ask_still_interested(at=at + 30 * DAY + YEAR) == 1

    @pytest.mark.parametrize("state", ["failed", "cancelled"])
    def test_whom_the_question_did_not_reach_is_not_closed(self, waits, at, state):
        application = waits()
        self.ask_three_times(at)
        Message.objects.filter(created_at=at + 28 * DAY).update(
            state=state, sealed=None, finished_at=at + 29 * DAY
        )
        assert interest.close_unanswered(at=at + 42 * DAY) == 0
        assert list(Application.objects.to_ask_in_person(at + 42 * DAY)) == [application]

    def test_a_fault_with_one_keeps_no_other_from_the_question(self, waits, at, monkeypatch):
        first, second = waits(since=at - YEAR - DAY), waits()
        real = interest.send

        def faulty(message, **more):
            if message.subject == first:
                raise RuntimeError
            return real(message, **more)

        monkeypatch.setattr(interest, "send", faulty)
        assert interest.ask_still_interested(at=at) == 1
        assert (asks(first), asks(second)) == (0, 1)

    def test_who_lost_the_address_is_not_closed(self, waits, at):
        waits()
        self.ask_three_times(at)
        ContactPoint.objects.update(bounced_at=at + 30 * DAY)
        assert interest.close_unanswered(at=at + 42 * DAY) == 0

    def test_an_answer_between_the_look_and_the_lock_counts(self, waits, at, monkeypatch, outbox):
        application = waits()
        self.ask_three_times(at)
        lock = interest.lock_application

        def answered_first(key):
            Application.objects.filter(pk=key).update(interest_asks=0, interest_at=at + 41 * DAY)
            return lock(key)

        monkeypatch.setattr(interest, "lock_application", answered_first)
        assert interest.close_unanswered(at=at + 42 * DAY) == 0
        assert states(application) == [("waiting", "")] * 2
        waits()
        assert interest.ask_still_interested(at=at + 42 * DAY) == 0
        assert "place_closed" not in outbox(application.person)

    def test_the_letter_gives_the_place_back_for_sixty_days(self, waits, at):
        application = waits()
        key = application.entries.order_by("pk")[0].order_key
        self.ask_three_times(at)
        interest.close_unanswered(at=at + 42 * DAY)
        path = last_link("place_closed")
        with clock.set_to(at + 101 * DAY):
            assert "I want my place back" in Client().get(path).content.decode()
            Client().post(path, {"back": "1"})
        assert states(application) == [("waiting", "")] * 2
        assert application.entries.order_by("pk")[0].order_key == key

    def test_after_sixty_days_it_says_so_kindly(self, waits, at):
        application = waits()
        self.ask_three_times(at)
        interest.close_unanswered(at=at + 42 * DAY)
        path = last_link("place_closed")
        with clock.set_to(at + 102 * DAY):
            page = Client().get(path)
            Client().post(path, {"back": "1"})
        assert page.status_code == 404
        assert "You may always apply again" in page.content.decode()
        assert states(application) == [("closed", "no_answer")] * 2


class TestLink:
    @pytest.fixture
    def asked(self, waits, at):
        application = waits()
        interest.ask_still_interested(at=at)
        return application

    @pytest.fixture
    def path(self, asked):
        return last_link("still_interested")

    def test_opening_changes_nothing_and_shows_nobody(self, asked, path, at):
        page = Client().get(path)
        assert page.status_code == 200
        text = page.content.decode()
        assert "Yes, I still wait" in text
        for secret in (asked.person.first_name, asked.person.last_name, asked.number, "Brussels"):
            assert secret not in text
        assert asks(asked) == 1
        assert page["Referrer-Policy"] == "strict-origin"
        assert page["Cache-Control"] == "no-store"

    def test_yes_keeps_the_place_for_a_year(self, asked, path, at, audit):
        with clock.set_to(at + DAY):
            response = Client().post(path, {"yes": "1"})
            assert response["Location"] == path
            page = Client().get(path).content.decode()
            Client().post(path, {"yes": "1"})
        assert "Thank you! You keep your place" in page
        assert (asks(asked), asked.interest_at) == (0, at + DAY)
        assert audit(asked) == ["waitlist.still_asked", "waitlist.still_interested"]

    def test_no_leaves_all_lists_and_can_be_undone_on_the_same_page(self, asked, path, at):
        Client().post(path, {"no": "1"})
        assert states(asked) == [("left", "not_interested")] * 2
        page = Client().get(path).content.decode()
        assert "Before Friday 1 May 2026" in page
        Client().post(path, {"back": "1"})
        assert states(asked) == [("waiting", "")] * 2
        assert "Thank you! You keep your place" in Client().get(path).content.decode()

    def test_no_twice_is_once(self, asked, path, audit):
        for _time in range(2):
            Client().post(path, {"no": "1"})
        entry = asked.entries.order_by("pk")[0]
        assert audit(entry) == ["waitlist.left"]

    def test_yes_after_no_is_a_sentence(self, asked, path):
        Client().post(path, {"no": "1"})
        page = Client().post(path, {"yes": "1"})
        assert "You are not on a list any more." in page.content.decode()
        assert states(asked) == [("left", "not_interested")] * 2

    def test_an_empty_answer_changes_nothing(self, asked, path):
        Client().post(path, {})
        assert asks(asked) == 1

    def test_an_earlier_letter_works_after_the_next(self, asked, path, at):
        interest.ask_still_interested(at=at + 14 * DAY)
        with clock.set_to(at + 15 * DAY):
            Client().post(path, {"yes": "1"})
        assert asks(asked) == 0

    def test_unknown_and_expired_links_answer_alike(self, asked, path, at):
        unknown = Client().get(f"/en/waiting/{'x' * 32}/")
        with clock.set_to(at + 121 * DAY):
            expired = Client().get(path)
            Client().post(path, {"no": "1"})
        assert (unknown.status_code, expired.status_code) == (404, 404)
        assert "This link does not work any more" in expired.content.decode()
        assert states(asked) == [("waiting", "")] * 2

    def test_a_closed_application_is_not_opened_by_a_link(self, asked, path, at):
        withdraw(application=asked, reason="found_job", actor=SYSTEM, at=at)
        assert Client().get(path).status_code == 404
        Client().post(path, {"back": "1"})
        asked.refresh_from_db()
        assert asked.state == "withdrawn"

    def test_the_button_of_another_site_is_refused(self, path):
        assert Client(enforce_csrf_checks=True).post(path, {"no": "1"}).status_code == 403


class TestColleagues:
    @pytest.fixture
    def unreachable(self, waits, at):
        application = waits(PersonFactory(email=""))
        for day in range(0, 100, 7):
            interest.ask_still_interested(at=at + day * DAY)
            interest.close_unanswered(at=at + day * DAY)
        return application

    def test_whom_nothing_reaches_is_asked_by_a_colleague_and_never_closed(
        self, unreachable, amina, bram, at, outbox
    ):
        assert (asks(unreachable), states(unreachable)) == (1, [("waiting", "")] * 2)
        assert outbox(unreachable.person) == []
        [call] = calls_for(amina, at=at, reason="interest")
        assert call.name == unreachable.person.full_name
        assert calls_for(bram, at=at, reason="interest") != []
        tasks = {str(task.title): task.count for task in tasks_for(amina, at=at)}
        assert tasks["Ask whether they still wait"] == 1

    @pytest.mark.parametrize(
        ("verb", "entry"), [("still-waits", "waiting"), ("waits-no-more", "left")]
    )
    def test_the_answer_is_noted_on_the_application(
        self, unreachable, amina, signed_in, at, verb, entry
    ):
        client = signed_in(amina)
        address = f"/staff/applicants/application/{unreachable.pk}/do/{verb}/"
        assert client.post(address, {"confirm": "1"}).status_code == 302
        assert {state for state, _reason in states(unreachable)} == {entry}
        assert calls_for(amina, at=at, reason="interest") == []

    def test_the_verbs_are_there_only_while_a_question_is_open(self, waits, amina, signed_in, at):
        application = waits()
        page = f"/staff/applicants/application/{application.pk}/change/"
        assert "still-waits" not in signed_in(amina).get(page).content.decode()
        interest.ask_still_interested(at=at)
        assert "still-waits" in signed_in(amina).get(page).content.decode()


def test_a_yes_without_a_place_is_refused(waits, at):
    application = waits()
    waitlist.leave_all(application=application, actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove, match="not on a list"):
        interest.answer_interest(
            application=application, still=True, actor=Actor.person(application.person), at=at
        )


class TestSentAgain:
    """A message that came back is made anew, with a link that works."""

    def again(self, kind, *, at):
        message = Message.objects.get(kind=kind)
        Message.objects.filter(pk=message.pk).update(
            state="failed", outcome="smtp_550", finished_at=at, sealed=None
        )
        message.refresh_from_db()
        send_again(message=message, actor=SYSTEM, at=at)

    def test_the_question_has_a_link_that_works(self, waits, at):
        application = waits()
        with clock.set_to(at):
            interest.ask_still_interested(at=at)
            self.again("applicants.still_interested", at=at + DAY)
            assert Client().get(last_link("still_interested")).status_code == 200
            Client().post(last_link("still_interested"), {"yes": ""})
        assert asks(application) == 0

    def test_the_way_back_has_a_link_that_works_and_tells_the_same_day(self, waits, at):
        waits()
        for ask in range(3):
            interest.ask_still_interested(at=at + 14 * ask * DAY)
        closed_at = at + 42 * DAY
        interest.close_unanswered(at=closed_at)
        self.again("applicants.place_closed", at=closed_at + 10 * DAY)

        first, second = Message.objects.filter(kind="applicants.place_closed").order_by("pk")
        assert second.parts["paragraphs"] == first.parts["paragraphs"]
        with clock.set_to(closed_at + 10 * DAY):
            assert Client().get(last_link("place_closed")).status_code == 200
