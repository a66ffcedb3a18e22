"""A worker refers, the person answers, the worker sees what is shared and no more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applicants.models import Application, Referral, Touch
from applicants.workflow import deciding, referring
from becode.core.actors import PUBLIC, Actor
from becode.core.moves import IllegalMove
from becode.core.sealing import unseal
from becode.messages.compose import SEALING_PURPOSE
from becode.messages.models import Message
from becode.messages.workflow import send_again
from becode.people.models import Person
from tests import factories
from tests import factories_outreach as outreach

pytestmark = pytest.mark.django_db
YEAR_OF_EIGHTEEN = str(timezone.now().year - 18)


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def worker():
    return outreach.PartnerContactFactory(partner__name="Welfare centre of Ghent")


@pytest.fixture
def browser(worker):
    client = Client()
    client.force_login(worker.user)
    return client


def url(name, *args):
    return reverse(f"applicants:referrers:{name}", args=args)


def typed(**changes):
    return {
        "first_name": "Amina",
        "last_name": "Diallo",
        "birth_day": "17",
        "birth_month": "5",
        "birth_year": "1995",
        "phone": "0470 12 34 56",
        "email": "",
        "language": "fr",
        "level_fr": "yes",
        "track": "WEB",
        "campus": "BXL",
        "note": "Likes maths.",
        "consent_channel": "spoken",
        "agreed": "on",
        **changes,
    }


def refer(browser, **changes):
    response = browser.post(url("new"), typed(**changes))
    assert response.status_code == 302, response.context["form"].errors
    return Referral.objects.get()


def link_of(referral):
    """Ask once more and read the secret that the message was given."""
    token = "t" * 32
    referral.digest = referring.token_digest(token)
    referral.save(update_fields=["digest"])
    return url("answer", token)


def test_a_person_is_asked_by_sms_and_nobody_is_made_before_their_yes(browser, web, brussels):
    referral = refer(browser)
    message = Message.objects.get(kind="applicants.referral_question")
    assert (message.channel, message.address, message.language) == ("sms", "+32470123456", "fr")
    assert "[[link]]" in message.text
    assert (referral.state, referral.partner.name) == ("waiting", "Welfare centre of Ghent")
    assert referral.link_expires_at - referral.referred_at == timedelta(days=30)
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"birth_year": str(timezone.now().year - 16)}, "birth"),
        (
            {"birth_day": "", "birth_month": "", "birth_year": str(timezone.now().year - 18)},
            "birth",
        ),
        ({"phone": ""}, "phone"),
        ({"agreed": ""}, "agreed"),
        ({"note": "Her number is 85.07.30-033.28"}, "note"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_its_words(browser, web, brussels, changes, field):
    response = browser.post(url("new"), typed(**changes))
    assert list(response.context["form"].errors) == [field]
    assert b"Diallo" in response.content
    assert Referral.objects.count() == 0


def test_a_worker_cannot_give_their_own_address(browser, web, brussels, worker):
    response = browser.post(url("new"), typed(email=worker.user.email.upper()))
    assert "your own address" in response.context["form"].non_field_errors()[0]
    assert Referral.objects.count() == 0


def test_nobody_is_referred_twice_while_we_wait(browser, web, brussels):
    refer(browser)
    response = browser.post(url("new"), typed())
    assert "already" in response.context["form"].non_field_errors()[0]


def test_the_question_goes_out_once_more_and_not_a_third_time(browser, web, brussels):
    referral = refer(browser)
    old = referral.digest
    for _press in range(2):
        browser.post(url("ask_again", referral.pk))
    referral.refresh_from_db()
    assert Message.objects.filter(kind="applicants.referral_question").count() == 2
    assert referral.digest != old


def test_opening_the_link_changes_nothing_and_ticks_nothing(browser, web, brussels):
    address = link_of(refer(browser))
    response = Client().get(address)
    page = response.content.decode()
    assert "Welfare centre of Ghent" in page
    assert "Diallo" not in page
    assert " checked" not in page
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "strict-origin"
    assert Referral.objects.get().state == "waiting"


def test_a_yes_makes_the_application_with_its_touch(browser, web, brussels, outbox):
    referral = refer(browser)
    response = Client().post(link_of(referral), {"yes": "1", "shared_stages": ["received"]})
    assert response.status_code == 200
    application = Application.objects.get()
    referral.refresh_from_db()
    assert (referral.state, referral.shared_stages) == ("confirmed", ["received"])
    assert (referral.application, referral.person) == (application, application.person)
    assert (application.source, application.filled_by) == ("referral", "counsellor")
    assert application.confirmed_at is not None
    assert application.remarks == "Likes maths."
    assert outbox(application.person) == ["application_received"]
    touch = Touch.objects.get()
    assert (touch.person, touch.partner, touch.at) == (
        application.person,
        referral.partner,
        referral.referred_at,
    )


def test_a_link_works_once(browser, web, brussels):
    address = link_of(refer(browser))
    Client().post(address, {"yes": "1"})
    assert Client().post(address, {"no": "1"}).status_code == 404
    assert Referral.objects.get().state == "confirmed"


def test_a_no_forgets_the_person(browser, web, brussels):
    referral = refer(browser)
    Client().post(link_of(referral), {"no": "1"})
    referral.refresh_from_db()
    assert referral.state == "declined"
    kept = (referral.first_name, referral.last_name, referral.email, referral.phone, referral.note)
    assert kept == ("", "", "", "", "")
    assert (referral.born_on, referral.birth_year, referral.lesson_levels) == (None, None, {})
    assert Person.objects.count() == 0
    assert referral.number in browser.get(url("home")).content.decode()


def test_a_link_recognises_by_address_alone_and_a_colleague_by_birth_too(web, brussels):
    known = factories.PersonFactory(
        first_name="Amina", last_name="Diallo", email="own@mail.example"
    )
    facts = {"track": web, "campus": brussels, "born_on": known.born_on}
    by_link = outreach.ReferralFactory(email="worker-made@mail.example", **facts)
    at = timezone.now()
    referring.confirm(referral=by_link, shared_stages=[], actor=PUBLIC, at=at)
    assert by_link.person != known
    colleague = Actor.user(factories.UserFactory())
    other = outreach.ReferralFactory(email="other@mail.example", **facts)
    referring.confirm(referral=other, shared_stages=[], actor=colleague, at=at)
    assert other.person == known


def test_somebody_with_an_open_application_gets_that_one(web, brussels, outbox):
    application = factories.ApplicationFactory(track=web, campus=brussels)
    person = application.person
    referral = outreach.ReferralFactory(
        first_name=person.first_name,
        last_name=person.last_name,
        born_on=person.born_on,
        email=person.contact_points.get().value,
        track=web,
        campus=brussels,
    )
    referring.confirm(referral=referral, shared_stages=[], actor=PUBLIC, at=timezone.now())
    assert (referral.person, referral.application) == (person, application)
    assert Application.objects.count() == 1
    assert outbox(person) == ["already_applied"]


def test_silence_closes_and_then_forgets(web, brussels):
    at = timezone.now()
    new = outreach.ReferralFactory(referred_at=at, link_expires_at=at + timedelta(days=30))
    later = at + timedelta(days=31)
    assert referring.lapse_unanswered(at=later) == 1
    assert referring.lapse_unanswered(at=later) == 0
    new.refresh_from_db()
    assert (new.state, new.first_name, new.digest) == ("lapsed", "Amina", "")
    referring.lapse_unanswered(at=at + timedelta(days=91))
    new.refresh_from_db()
    assert (new.first_name, new.email) == ("", "")
    with pytest.raises(IllegalMove):
        referring.confirm(referral=new, shared_stages=[], actor=PUBLIC, at=later)


def test_a_worker_sees_only_what_each_person_shares(browser, web, brussels, worker):
    referral = refer(browser)
    referring.confirm(
        referral=referral, shared_stages=["received"], actor=PUBLIC, at=timezone.now()
    )
    application = referral.application
    application.motivation = "Canary motivation"
    application.save()
    deciding.admit(
        application=application, actor=Actor.user(worker.user), at=timezone.now(), wait=True
    )
    for page in (url("home"), url("referral", referral.pk)):
        text = browser.get(page).content.decode()
        assert "We have the application." in text
        for hidden in ("May follow", "Waits for a seat", "Canary", "+32470123456"):
            assert hidden not in text
    Referral.objects.update(shared_stages=["waitlist"])
    text = browser.get(url("referral", referral.pk)).content.decode()
    assert "Waits for a seat." in text
    assert "May follow" not in text


def test_the_list_asks_as_much_for_thirty_people_as_for_one(
    browser, worker, web, brussels, django_assert_num_queries
):
    def add():
        application = factories.ApplicationFactory(track=web, campus=brussels)
        outreach.ReferralFactory(
            partner=worker.partner,
            referrer=worker.user,
            state="confirmed",
            person=application.person,
            application=application,
            shared_stages=["received", "training"],
            track=web,
            campus=brussels,
        )

    add()
    with CaptureQueriesContext(connection) as first:
        browser.get(url("home"))
    for _row in range(28):
        add()
    with django_assert_num_queries(len(first)):
        browser.get(url("home"))


def test_whose_access_ended_reads_why(browser, worker):
    worker.ended_at = timezone.now()
    worker.save()
    response = browser.get(url("home"))
    assert response.status_code == 403
    assert b"Your access has ended" in response.content


def test_a_worker_lands_on_their_own_page(browser):
    assert browser.get(reverse("accounts:after_sign_in")).url == url("home")


def test_question_that_did_not_arrive_is_sent_again_with_a_link_that_works(browser, web, brussels):
    refer(browser)
    message = Message.objects.get()
    Message.objects.filter(pk=message.pk).update(
        state="failed", outcome="sms_refused", finished_at=timezone.now(), sealed=None
    )
    message.refresh_from_db()

    written = send_again(message=message, actor=PUBLIC, at=timezone.now())

    link = unseal(written.sealed, purpose=SEALING_PURPOSE)["link"]
    assert Client().get("/" + link.split("/", 3)[3]).status_code == 200
