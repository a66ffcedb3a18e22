"""Addresses that do not work: Today, their page, the page of a person, "send again"."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.accounts.enums import Role
from becode.backoffice import returned
from becode.backoffice.timeline import events_for
from becode.backoffice.today import tasks_for
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from becode.messages.bounces import report_bounced
from becode.messages.models import Bounce, Message
from becode.messages.workflow import send_again
from becode.people.models import ContactPoint
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/staff/returned/"


def lost(person, at, *, user=None, campus=None, address=""):
    """A message that was sent to the first address of somebody, and came back."""
    address = address or person.contact_points.get().value
    message = Message.objects.create(
        dedupe_key=f"lost-{address}",
        kind="portal.sign_in_link",
        channel="email",
        state="sent",
        outcome="accepted",
        address=address,
        language="en",
        template_version="1",
        person=person,
        user=user,
        about_type="people.person",
        about_key=person.pk if person else 1,
        created_at=at,
        due_at=at,
        next_try_at=at,
        finished_at=at,
        campus_key=campus.pk if campus else None,
        subject="Your seat",
    )
    report_bounced(
        channel="email",
        address=address,
        message=message,
        detail="550 5.1.1 no such user",
        actor=SYSTEM,
        at=at,
    )
    return message


def applicant(campus, web, name):
    person = factories.PersonFactory(
        first_name=name, last_name="Peeters", email=f"{name.lower()}@mail.example"
    )
    factories.ApplicationFactory(person=person, track=web, campus=campus)
    return person


@pytest.fixture
def samira(brussels, web):
    return applicant(brussels, web, "Samira")


@pytest.fixture
def wout(ghent, web):
    return applicant(ghent, web, "Wout")


def card(user, at):
    wanted = reverse("admin:returned")
    return next((task for task in tasks_for(user, at=at) if task.url == wanted), None)


def test_today_shows_those_of_the_colleagues_campuses(at, samira, wout, amina, bram, rik):
    lost(samira, at)
    lost(wout, at)
    assert card(amina, at).items == (
        ("Samira Peeters · samira@mail.example", f"/staff/people/person/{samira.pk}/change/"),
    )
    assert [item[0] for item in card(bram, at).items] == ["Wout Peeters · wout@mail.example"]
    assert card(rik, at) is None


def test_list_says_what_happened(at, signed_in, samira, wout, amina):
    lost(samira, at)
    lost(wout, at)
    (line,) = signed_in(amina).get(LIST).context["lines"]
    assert (line["name"], line["address"]) == ("Samira Peeters", "samira@mail.example")
    assert line["what"] == "A message came back from this address. It said: 550 5.1.1 no such user"


def test_a_long_list_says_how_many_it_leaves_out(at, signed_in, brussels, web, amina, monkeypatch):
    monkeypatch.setattr(returned, "LISTED", 2)
    client = signed_in(amina)
    for name in ("Ana", "Bea"):
        lost(applicant(brussels, web, name), at)
    assert b"not shown" not in client.get(LIST).content
    for name in ("Cas", "Dan", "Eva"):
        lost(applicant(brussels, web, name), at)
    assert "3 older ones are not shown." in client.get(LIST).content.decode()


def test_account_of_a_company_shows_where_its_message_is_seen(
    at, signed_in, brussels, chloe, amina, bram
):
    message = lost(None, at, user=chloe, campus=brussels, address=chloe.email)
    (line,) = signed_in(amina).get(LIST).context["lines"]
    assert (line["name"], line["correct_url"]) == ("Chloé Contact", "")
    assert line["url"] == f"/staff/messaging/message/{message.pk}/change/"
    assert signed_in(bram).get(LIST).context["lines"] == []
    url = reverse("admin:messaging_message_do", args=[message.pk, "works"])
    assert signed_in(amina).post(url).status_code == 302
    assert card(amina, at) is None


def test_corrected_address_leaves_today_and_its_message_can_be_sent_again(
    at, signed_in, samira, amina
):
    message = lost(samira, at)
    client = signed_in(amina)
    page = client.get(f"/staff/people/person/{samira.pk}/change/").content.decode()
    assert "Addresses that do not work" in page
    assert "Messages that did not arrive" in page

    client.post(
        reverse("admin:people_person_do", args=[samira.pk, "contact"]),
        {"email": "samira.new@mail.example", "phone": ""},
    )
    assert card(amina, at) is None
    assert Bounce.objects.open().count() == 0
    client.post(reverse("admin:messaging_message_do", args=[message.pk, "again"]))

    again = message.replacements.get()
    assert (again.state, again.address) == ("pending", "samira.new@mail.example")
    page = client.get(f"/staff/people/person/{samira.pk}/change/").content.decode()
    assert "Messages that did not arrive" not in page


def test_address_that_works_after_all_is_used_again(at, signed_in, samira, amina):
    lost(samira, at)
    url = reverse("admin:people_person_do", args=[samira.pk, "works"])
    assert signed_in(amina).post(url).status_code == 302
    assert ContactPoint.objects.usable().count() == 1
    assert card(amina, at) is None


def test_timeline_tells_it(at, samira, amina):
    lost(samira, at)
    told = {event.title: event.detail for event in events_for(samira, user=amina)}
    assert told["An address or number does not work"] == "Came back"
    assert told["Your seat"] == "E-mail · Sent · Came back"


def test_message_that_arrived_is_not_sent_again(at, signed_in, samira, amina):
    message = lost(samira, at)
    Message.objects.filter(pk=message.pk).update(delivery="delivered")
    signed_in(amina).post(reverse("admin:messaging_message_do", args=[message.pk, "again"]))
    message.refresh_from_db()
    with pytest.raises(IllegalMove, match="did not arrive"):
        send_again(message=message, actor=SYSTEM, at=at)
    assert Message.objects.count() == 1


def test_page_asks_as_many_queries_for_thirty_as_for_one(at, signed_in, brussels, web):
    ada = factories.UserFactory(roles=[Role.ADMISSIONS], campuses=[brussels])
    client = signed_in(ada)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
            tasks_for(ada, at=at)
        return len(asked)

    def fill(start, number):
        for index in range(start, start + number):
            lost(applicant(brussels, web, f"Person{index}"), at)
            user = factories.UserFactory()
            lost(None, at, user=user, campus=brussels, address=user.email)

    fill(0, 1)
    queries()
    few = queries()
    fill(1, 29)
    assert queries() <= few
