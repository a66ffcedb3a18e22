"""A seat given back is one act: the person waits again in the old places, or stops. No limbo."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applicants.enums import ApplicationState
from applicants.models import Application, ListPolicy, SeatOffer
from applicants.workflow import giving_back, waitlist
from applicants.workflow.cascade import offer_free_seats
from applicants.workflow.offers import accept_offer, offer_seat
from applicants.workflow.transferring import transfer
from applicants.workflow.waitlist import position
from becode.core.actors import SYSTEM
from becode.core.invariants import invariants
from becode.core.moves import IllegalMove
from becode.people import vault
from becode.people.models import VaultEntry
from cohorts.models import Cohort, Enrolment
from cohorts.workflow.cohorts import start_cohort
from cohorts.workflow.first_days import note_no_show, take_back_no_show
from tests.factories import (
    ApplicationFactory,
    CohortFactory,
    EnrolmentFactory,
    WaitlistEntryFactory,
)

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


@pytest.fixture
def seated(web, brussels, ghent, cohort, at):
    """Waited in Brussels and Ghent since long, first on both, and took a seat in Brussels."""
    application = ApplicationFactory(
        track=web,
        campus=brussels,
        choices=[brussels, ghent],
        state="admitted",
        eligible_at=at - timedelta(days=50),
    )
    for campus in (brussels, ghent):
        WaitlistEntryFactory(
            application=application,
            campus=campus,
            eligible_at=application.eligible_at,
            joined_at=application.eligible_at,
        )
    entry = application.entries.get(campus=brussels)
    offer = offer_seat(entry=entry, cohort=cohort, actor=SYSTEM, at=at)
    return accept_offer(offer=offer, actor=SYSTEM, at=at)


@pytest.fixture
def missed(seated, cohort, at):
    """The same person on the first day, on which nobody saw them; with that moment."""
    day_one = at + (cohort.start_on - at.date())
    start_cohort(cohort=cohort, actor=SYSTEM, at=day_one)
    note_no_show(enrolment=seated, actor=SYSTEM, at=day_one)
    return day_one


def the_application():
    return Application.objects.order_by("pk").get()


def broken(at):
    ours = [rule for rule in invariants() if rule.key.startswith(("applicants.", "cohorts."))]
    counts = {rule.key: rule.count(at=at) for rule in ours}
    return {key: count for key, count in counts.items() if count}


class TestWaitsAgain:
    def test_in_the_old_places_before_who_came_later(self, seated, cohort, at, outbox):
        application = the_application()
        for entry in application.entries.all():
            other = ApplicationFactory(
                track=entry.track, campus=entry.campus, state="admitted", eligible_at=at
            )
            WaitlistEntryFactory(application=other, eligible_at=at - timedelta(days=1))
        before = set(application.entries.values_list("pk", "joined_at"))
        giving_back.wait_again(enrolment=seated, actor=SYSTEM, at=at + LATER)
        application.refresh_from_db()
        seated.refresh_from_db()
        cohort.refresh_from_db()
        assert (application.state, seated.state, cohort.seats_taken) == ("admitted", "withdrawn", 0)
        places = application.entries.waiting()
        assert set(places.values_list("pk", "joined_at")) == before
        assert [position(entry) for entry in places] == [1, 1]
        assert {entry.priority for entry in places} == {5}
        assert outbox(application.person)[-1] == "back_on_waitlist"
        assert broken(at + LATER) == {}

    def test_the_seat_goes_to_the_next_and_not_back_to_them(self, seated, waiting, at):
        second = waiting()
        giving_back.wait_again(enrolment=seated, actor=SYSTEM, at=at + LATER)
        assert offer_free_seats(at=at + LATER) == 1
        assert SeatOffer.objects.open().get().entry == second

    def test_as_agreed_first_in_that_list_and_paused_until_the_start(self, seated, cohort, at):
        giving_back.wait_again(
            enrolment=seated, agreed="Exams, by phone", paused=True, actor=SYSTEM, at=at + LATER
        )
        here = the_application().entries.waiting().get(campus=cohort.campus)
        there = the_application().entries.waiting().exclude(pk=here.pk).get()
        assert (here.priority, here.priority_code, here.priority_reason) == (
            1,
            "deferred",
            "Exams, by phone",
        )
        assert there.priority == 5
        day_after = cohort.start_on + timedelta(days=1)
        assert {here.paused_until, there.paused_until} == {day_after}

    def test_not_once_the_training_began(self, seated, cohort, at):
        day_one = at + (cohort.start_on - at.date())
        start_cohort(cohort=cohort, actor=SYSTEM, at=day_one)
        seated.refresh_from_db()
        with pytest.raises(IllegalMove):
            giving_back.wait_again(enrolment=seated, actor=SYSTEM, at=day_one)
        assert the_application().state == "enrolled"

    def test_not_where_no_application_led_to_the_seat(self, cohort, at):
        enrolment = EnrolmentFactory(cohort=cohort)
        with pytest.raises(IllegalMove, match="no application"):
            giving_back.wait_again(enrolment=enrolment, actor=SYSTEM, at=at)
        enrolment.refresh_from_db()
        assert enrolment.state == "enrolled"

    def test_after_a_transfer_too_and_only_the_seat_they_have(self, seated, web, ghent, at):
        other = CohortFactory(track=web, campus=ghent)
        new = transfer(enrolment=seated, cohort=other, reason="later", actor=SYSTEM, at=at)
        with pytest.raises(IllegalMove):
            giving_back.wait_again(enrolment=seated, actor=SYSTEM, at=at + LATER)
        giving_back.wait_again(enrolment=new, actor=SYSTEM, at=at + LATER)
        assert the_application().entries.waiting().count() == 2
        assert broken(at + LATER) == {}


class TestStops:
    def test_the_application_is_withdrawn_in_the_same_act(self, seated, cohort, at):
        giving_back.stop(enrolment=seated, reason="found_job", actor=SYSTEM, at=at + LATER)
        application = the_application()
        assert (application.state, application.withdrawal_reason) == ("withdrawn", "found_job")
        cohort.refresh_from_db()
        assert (cohort.seats_taken, application.entries.waiting().count()) == (0, 0)
        assert broken(at + LATER) == {}

    def test_a_seat_without_an_application_is_simply_free(self, cohort, at):
        enrolment = EnrolmentFactory(cohort=cohort)
        giving_back.stop(enrolment=enrolment, actor=SYSTEM, at=at)
        enrolment.refresh_from_db()
        assert enrolment.state == "withdrawn"

    def test_sensitive_answers_go_also_after_a_transfer(self, seated, web, ghent, at):
        vault.write(person=seated.person, kind="needs", text="Ramp", actor=SYSTEM, at=at)
        other = CohortFactory(track=web, campus=ghent)
        new = transfer(enrolment=seated, cohort=other, reason="later", actor=SYSTEM, at=at)
        giving_back.stop(enrolment=new, reason="no_time", actor=SYSTEM, at=at + LATER)
        assert not VaultEntry.objects.exists()


class TestLaterInsteadOfNow:
    @pytest.mark.parametrize("after_decline", ["ask", "leave"])
    def test_from_a_live_offer_the_place_stays_whatever_the_rule(
        self, waiting, cohort, at, after_decline
    ):
        ListPolicy.objects.create(
            campus=cohort.campus,
            track=cohort.track,
            state="in_force",
            criteria=["priority", "eligible"],
            after_decline=after_decline,
            made_at=at,
        )
        entry = waiting()
        offer = offer_seat(entry=entry, cohort=cohort, actor=SYSTEM, at=at)
        giving_back.defer_offer(
            offer=offer, agreed="Exams", paused=True, actor=SYSTEM, at=at + LATER
        )
        offer.refresh_from_db()
        entry.refresh_from_db()
        assert (offer.state, offer.decline_reason) == ("declined", "later")
        assert (entry.state, entry.priority, entry.paused_until) == (
            "waiting",
            1,
            cohort.start_on + timedelta(days=1),
        )
        assert broken(at + LATER) == {}

    def test_not_when_the_time_to_answer_is_over(self, waiting, cohort, at):
        offer = offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)
        with pytest.raises(IllegalMove):
            giving_back.defer_offer(offer=offer, actor=SYSTEM, at=offer.expires_at)


class TestDidNotCome:
    def test_the_application_lapses_and_they_may_come_back(self, seated, missed, audit, outbox):
        application = the_application()
        assert application.state == ApplicationState.LAPSED
        assert audit(application)[-1] == "application.lapsed"
        assert outbox(application.person)[-1] == "never_came"
        assert broken(missed) == {}

    def test_the_page_of_the_person_says_so(self, seated, missed, as_person):
        page = as_person(seated.person).get(reverse("portal:my:home")).content.decode()
        assert "We did not see you on the first day." in page

    def test_the_seat_cascades_when_people_may_join_late(self, seated, cohort, waiting, at):
        second = waiting()
        day_one = at + (cohort.start_on - at.date())
        Cohort.objects.update(offers_until=cohort.start_on + timedelta(days=7))
        start_cohort(cohort=cohort, actor=SYSTEM, at=day_one)
        note_no_show(enrolment=seated, actor=SYSTEM, at=day_one)
        assert offer_free_seats(at=day_one) == 1
        offer = SeatOffer.objects.open().get()
        assert offer.entry == second
        Cohort.objects.update(seats=1)
        with pytest.raises(IllegalMove, match="offered to somebody else"):
            take_back_no_show(enrolment=seated, actor=SYSTEM, at=day_one)

    def test_undone_the_application_has_its_seat_again(self, seated, missed):
        take_back_no_show(enrolment=seated, actor=SYSTEM, at=missed)
        assert the_application().state == "enrolled"
        assert broken(missed) == {}

    def test_not_undone_once_they_applied_again(self, seated, missed, web, brussels):
        ApplicationFactory(person=seated.person, track=web, campus=brussels)
        with pytest.raises(IllegalMove, match="applied again"):
            take_back_no_show(enrolment=seated, actor=SYSTEM, at=missed)


class TestOnTheStaffSite:
    def do(self, client, record, verb, **data):
        kind = record._meta.label_lower.replace(".", "_")
        return client.post(reverse(f"admin:{kind}_do", args=[record.pk, verb]), data, follow=True)

    def test_give_the_seat_back_asks_what_happens_now(self, amina, signed_in, seated):
        staff = signed_in(amina)
        page = self.do(staff, seated, "withdraw", then="stops").content.decode()
        assert "Say why the person stops." in page
        self.do(staff, seated, "withdraw", then="waits", agreed="", paused="on")
        assert the_application().state == "admitted"

    def test_who_does_not_decide_on_lists_gives_nobody_priority(self, carla, signed_in, seated):
        coach = signed_in(carla)
        page = self.do(coach, seated, "withdraw").content.decode()
        assert 'name="agreed"' not in page
        self.do(coach, seated, "withdraw", then="waits", agreed="A friend", paused="on")
        assert the_application().state == "admitted"
        assert {entry.priority for entry in the_application().entries.waiting()} == {5}

    def test_move_to_a_cohort_that_the_colleague_sees(
        self, amina, ada, signed_in, seated, web, ghent
    ):
        other = CohortFactory(track=web, campus=ghent)
        data = {"cohort": other.pk, "reason": "other_campus"}
        self.do(signed_in(amina), seated, "transfer", **data)
        seated.refresh_from_db()
        assert seated.state == "enrolled"
        answer = self.do(signed_in(ada), seated, "transfer", **data)
        new = Enrolment.objects.get(transferred_from=seated)
        page = reverse("admin:cohorts_enrolment_change", args=[new.pk])
        assert answer.redirect_chain[0][0] == page
        assert seated.cohort.code in answer.content.decode()

    def test_a_later_start_from_an_offer(self, amina, signed_in, waiting, cohort, at):
        offer = offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)
        self.do(signed_in(amina), offer, "defer", agreed="Exams", paused="on")
        offer.refresh_from_db()
        assert offer.state == "declined"
        assert the_application().entries.waiting().get().priority_code == "deferred"


def test_reopening_what_ended_with_a_no_show_leads_to_admitted(seated, missed):
    from applicants.workflow.deciding import reopen

    application = the_application()
    reopen(application=application, actor=SYSTEM, at=missed + LATER)
    assert application.state == "admitted"
    waitlist.join(application=application, actor=SYSTEM, at=missed + LATER)
    assert broken(missed + LATER) == {}
