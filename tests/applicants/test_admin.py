"""The staff pages of admissions: few queries, few clicks, nobody else's records."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applicants import permissions
from applicants.models import Application, InterestEntry, SeatOffer, WaitlistEntry
from applicants.workflow.offers import offer_seat
from becode.accounts.enums import Role
from becode.backoffice.today import tasks_for
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from becode.people.models import Person
from tests.factories import (
    ApplicationFactory,
    PersonFactory,
    UserFactory,
    WaitlistEntryFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/staff/applicants/application/"
OWNING = ["take", "give"]


def page_of(record):
    return reverse(f"admin:{record._meta.label_lower.replace('.', '_')}_change", args=[record.pk])


def do(client, record, verb, **data):
    return client.post(page_of(record).replace("change/", f"do/{verb}/"), data)


@pytest.fixture
def staff(amina, signed_in, at):
    """A client of Amina, who decides in Brussels."""
    return signed_in(amina)


# The list


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_list_asks_the_same_few_queries_for_1_and_30_rows(staff, web, brussels):
    ApplicationFactory(track=web, campus=brussels)
    queries(staff, LIST)
    one = queries(staff, LIST)
    for _ in range(29):
        ApplicationFactory(track=web, campus=brussels)
    assert queries(staff, LIST) == one
    assert one <= 10


@pytest.mark.parametrize(
    "text", ["Özil", "ozil", "zil", "mesut.o@mail.example", "0470 12 34 56", "A{pk:06d}"]
)
def test_search_finds_by_any_part_of_name_contact_or_number(staff, web, brussels, text):
    person = PersonFactory(first_name="Mesut", last_name="Özil", email="mesut.o@mail.example")
    person.contact_points.create(kind="phone", value="+32470123456", key="+32470123456")
    application = ApplicationFactory(person=person, track=web, campus=brussels)
    ApplicationFactory(track=web, campus=brussels)
    answer = staff.get(LIST, {"q": text.format(pk=application.pk)})
    assert [found.pk for found in answer.context["cl"].result_list] == [application.pk]


@pytest.mark.parametrize("field", ["state", "track__id", "campus__id", "heard_from"])
def test_filters_work(staff, application, field):
    ApplicationFactory()
    value = {"state": "rejected", "heard_from": "press"}.get(field, "999999")
    answer = staff.get(LIST, {f"{field}__exact": value})
    assert list(answer.context["cl"].result_list) == []


def test_the_list_holds_those_who_chose_my_campus_at_any_rank(staff, web, brussels, ghent):
    second = ApplicationFactory(track=web, campus=ghent, choices=[ghent, brussels])
    ApplicationFactory(track=web, campus=ghent)
    assert list(staff.get(LIST).context["cl"].result_list) == [second]


def test_an_application_of_another_campus_is_not_there(staff, web, ghent):
    foreign = ApplicationFactory(track=web, campus=ghent)
    assert staff.get(page_of(foreign)).status_code == 404
    assert do(staff, foreign, "admit", wait="on").status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "submitted"


@pytest.mark.parametrize("name", ["bram", "rik"])
def test_other_roles_stay_outside(request, signed_in, application, name, at):
    client = signed_in(request.getfixturevalue(name))
    assert client.get(LIST).status_code == 403
    assert client.get(reverse("admin:waitlists")).status_code == 403


def test_a_coach_reads_and_decides_nothing(carla, signed_in, application, at):
    client = signed_in(carla)
    assert verbs(client, application) == ["note"]
    assert do(client, application, "admit", wait="on").status_code == 403


def test_can_verb_agrees_with_visible_to(web, brussels, ghent, application, waiting, cohort, at):
    offer = offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)
    ApplicationFactory(track=web, campus=ghent)
    WaitlistEntryFactory(application__track=web, application__campus=ghent)
    users = [
        UserFactory(roles=[role], campuses=campuses)
        for role in Role
        for campuses in ([], [brussels], [ghent])
    ]
    for user in [*users, UserFactory()]:
        for model, can in (
            (Application, permissions.can_decide),
            (WaitlistEntry, permissions.can_manage_entry),
            (SeatOffer, permissions.can_manage_offer),
        ):
            seen = set(model.objects.visible_to(user))
            allowed = {record for record in model.objects.order_by("pk") if can(user, record)}
            assert allowed == (seen if permissions.decides(user) else set())
    assert offer.pk


# One application


def verbs(client, record):
    urls = [button.url for button in client.get(page_of(record)).context["buttons"]]
    return [url.split("/do/")[1].strip("/") for url in urls if "/do/" in url]


def test_the_page_shows_the_legal_next_verbs_only(staff, application, cohort):
    """What moves it on comes first, what is done at any time comes last."""
    always = ["ask-document", "withdraw", "lapse", "note", "take", "give"]
    assert verbs(staff, application) == ["admit", "take-up", "reject", *always]
    do(staff, application, "admit")
    assert verbs(staff, application) == ["waitlist", "reject", *always]
    do(staff, application, "waitlist", campuses=[cohort.campus_id])
    assert verbs(staff, application) == ["offer", "waitlist", "reject", *always]


def test_one_click_admits_and_puts_on_every_list(staff, application):
    do(staff, application, "admit", wait="on")
    application.refresh_from_db()
    assert (application.state, application.entries.waiting().count()) == ("admitted", 2)


def test_rejecting_needs_a_reason(staff, application):
    answer = do(staff, application, "reject", reason="")
    assert answer.context["form"].errors
    answer = do(staff, application, "reject", reason="language")
    text = answer.context["form"]["text"].value()
    do(staff, application, "reject", reason="language", suggested_for="language", text=text)
    application.refresh_from_db()
    assert (application.state, application.rejection_reason) == ("rejected", "language")


def test_a_seat_is_offered_from_the_page(staff, waiting, cohort):
    entry = waiting()
    do(staff, entry.application, "offer", cohort=cohort.pk, hours="")
    offer = SeatOffer.objects.get()
    assert (offer.entry, offer.cohort) == (entry, cohort)


def test_the_page_shows_answers_choices_and_what_happened(staff, application):
    Application.objects.update(motivation="<b>I want</b> to build.")
    do(staff, application, "admit", wait="on")
    text = staff.get(page_of(application)).content.decode()
    assert "&lt;b&gt;I want&lt;/b&gt; to build." in text
    assert "Number 1" in text
    assert "Put on a waitlist" in text
    assert "You are on the waitlist for Web developer" in text


def test_many_are_admitted_at_once(staff, web, brussels, application):
    other = ApplicationFactory(track=web, campus=brussels)
    staff.post(f"{LIST}do/admit/", {"chosen": [application.pk, other.pk], "wait": "on"})
    assert set(Application.objects.values_list("state", flat=True)) == {"admitted"}


# By hand


ANSWERS = {
    "first_name": "Selam",
    "birth_year": "1994",
    "phone": "0470 12 34 56",
    "contact_language": "fr",
    "agreed": "on",
}


@pytest.fixture
def answers(web, brussels):
    return {**ANSWERS, "track": web.pk, "first_choice": brussels.pk, "level_fr": "yes"}


def test_an_application_is_taken_down_on_the_phone(staff, answers, brussels):
    answer = staff.post(f"{LIST}add/", answers)
    application = Application.objects.get()
    assert answer.url == page_of(application)
    person = application.person
    assert (person.full_name, person.birth_year, application.source) == ("Selam", 1994, "staff")
    assert [choice.campus for choice in application.choices.all()] == [brussels]
    assert person.consents.get().channel == "staff"
    assert Message.objects.get().channel == "sms"


def test_a_second_one_for_the_same_track_is_refused_and_nothing_typed_is_lost(staff, answers):
    staff.post(f"{LIST}add/", answers)
    answer = staff.post(f"{LIST}add/", answers)
    assert answer.status_code == 200
    assert "open application" in answer.content.decode()
    assert 'value="Selam"' in answer.content.decode()
    assert (Application.objects.count(), Person.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "change", [{"phone": ""}, {"birth_year": "2010"}, {"agreed": ""}, {"first_name": "85073003328"}]
)
def test_what_cannot_be_is_said_at_the_form(staff, answers, change):
    answer = staff.post(f"{LIST}add/", {**answers, **change})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Application.objects.count() == 0


# Places


def test_priority_is_changed_with_a_reason(staff, waiting):
    entry = waiting()
    faulty = do(staff, entry, "priority", priority="1", reason="")
    assert sorted(faulty.context["form"].errors) == ["code", "reason"]
    answer = do(staff, entry, "priority", priority="1", code="moved", reason="Moved here")
    entry.refresh_from_db()
    known = (entry.priority, entry.priority_code, entry.priority_reason)
    assert known == (1, "moved", "Moved here")
    assert answer.url == reverse("admin:waitlist", args=[entry.campus_id, entry.track_id])


# Offers, interest list, Today


def test_the_answer_by_phone_is_noted_by_staff(staff, waiting, cohort, at):
    yes, no = (offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at) for _ in range(2))
    do(staff, yes, "accept")
    do(staff, no, "decline", reason="later", keep_place="on")
    assert list(SeatOffer.objects.order_by("pk").values_list("state", flat=True)) == [
        "accepted",
        "declined",
    ]
    assert verbs(staff, no) == []
    assert staff.get("/staff/applicants/seatoffer/?q=Peeters").status_code == 200


def test_the_interest_list_is_of_my_campus_or_of_none(staff, brussels, ghent, at):
    for number, campus in enumerate([brussels, ghent, None]):
        InterestEntry.objects.create(
            first_name=f"Child{number}",
            birth_year=2010,
            campus=campus,
            language="nl",
            created_at=at,
        )
    found = staff.get("/staff/applicants/interestentry/").context["cl"].result_list
    assert {entry.first_name for entry in found} == {"Child0", "Child2"}


def test_today_says_what_waits(amina, application, waiting, cohort, at):
    Application.objects.update(submitted_at=at - timedelta(days=6))
    cohort.start_on = at.date() + timedelta(days=20)
    cohort.save()
    waiting()
    offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at, hours=5, passing_reason="Test")
    tasks = {str(task.title): task for task in tasks_for(amina, at=at)}
    look, ends = tasks["Applications to look at"], tasks["Seat offers that end within 24 hours"]
    assert (look.count, look.urgent, ends.count) == (1, True, 1)


def test_people_are_seen_through_their_applications(amina, bram, application, web, ghent, at):
    elsewhere = ApplicationFactory(track=web, campus=ghent)
    assert set(Person.objects.visible_to(amina)) == {application.person}
    assert set(Person.objects.visible_to(bram)) == {application.person, elsewhere.person}


def test_an_illegal_click_is_a_plain_sentence(staff, waiting, cohort, at, monkeypatch):
    offer = offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)

    def refuse(**given):
        raise IllegalMove("No more.")

    monkeypatch.setattr("applicants.workflow.offers.accept_offer", refuse)
    answer = staff.post(page_of(offer).replace("change/", "do/accept/"), follow=True)
    assert "No more." in answer.content.decode()
