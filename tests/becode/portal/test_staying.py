"""Staying signed in on a device of one's own: for whom, how long, for which pages, what ends it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from becode.audit.models import AuditEntry
from becode.core import clock
from becode.portal.access import SESSION_LIFE, personal_link
from becode.portal.staying import STAY_LIFE
from cohorts.models import Enrolment
from tests.factories import CohortFactory, PersonFactory, UserFactory
from tests.factories_training import LearnerFactory, TrainingDayFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HOME = "/en/my/"
EVERYDAY = (
    HOME,
    "/en/my/training/",
    "/en/my/training/check-in/",
    "/en/my/training/calendar/",
    "/en/my/training/absences/",
    "/en/my/training/absences/new/",
    "/en/my/training/progress/",
    "/en/my/training/requirements/",
    "/en/my/training/evaluations/",
)
ASKS_AGAIN = (
    "/en/my/details/",
    "/en/my/training/file/",
    "/en/my/training/start/",
    "/en/my/training/why/",
)


@pytest.fixture
def learner(web, brussels, at):
    start_on = at.date() - 7 * DAY
    cohort = CohortFactory(track=web, campus=brussels, state="running", start_on=start_on)
    TrainingDayFactory(cohort=cohort, on=at.date() + DAY)
    return LearnerFactory(cohort=cohort, person=PersonFactory(contact_language="en"))


def enter(client, person, at, query=""):
    """Press the button of a new personal link."""
    link = personal_link(person, at=at).partition("/en/")[2]
    return client.post(f"/en/{link}{query}")


@pytest.fixture
def phone(learner, at):
    """The phone of a learner who said that they stay signed in on it."""
    client = Client()
    enter(client, learner.person, at)
    assert client.post(reverse("portal:my:stay")).url == HOME
    return client


def kept_session(client):
    """What the database keeps of the session of a browser."""
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Session.objects.get(pk=key).session_data


def answers(client, addresses, moment):
    with clock.set_to(moment):
        return {address: client.get(address).status_code for address in addresses}


def test_each_morning_the_everyday_pages_are_open(phone, at):
    for days in range(1, 60, 20):
        found = answers(phone, EVERYDAY, at + days * DAY)
        assert found == dict.fromkeys(EVERYDAY, 200)


def test_other_pages_ask_who_it_is_and_lead_back(phone, learner, at):
    found = answers(phone, ASKS_AGAIN, at + DAY)
    assert found == dict.fromkeys(ASKS_AGAIN, 302)
    with clock.set_to(at + DAY):
        door = phone.get("/en/my/details/").url
        assert door == "/en/my/sign-in/?next=%2Fen%2Fmy%2Fdetails%2F"
        assert "once more" in phone.get(door).content.decode()
        asked = phone.post(door, {"contact": "learner@mail.example"})
        assert asked.url == "/en/my/code/?next=%2Fen%2Fmy%2Fdetails%2F"
        assert enter(phone, learner.person, at + DAY, "?next=/en/my/details/").url == (
            "/en/my/details/"
        )
        assert phone.get("/en/my/details/").status_code == 200
        assert phone.get(door).url == "/en/my/details/"


def test_what_is_sent_to_another_page_is_not_taken(phone, at):
    with clock.set_to(at + DAY):
        answer = phone.post("/en/my/details/", {"first_name": "Else"})
        assert (answer.status_code, answer.url) == (302, "/en/my/sign-in/")


def test_who_tells_of_an_absence_in_the_morning_comes_back_to_the_overview(phone, at):
    with clock.set_to(at + DAY):
        sent = phone.post(
            "/en/my/training/absences/new/",
            {
                "kind": "away",
                "first_on": f"{(at + DAY).date()}",
                "part": "day",
                "proof_kind": "medical",
            },
        )
        assert sent.url == "/en/my/training/absences/"


def test_it_lasts_since_the_last_visit(phone, at):
    last = at + 20 * DAY
    assert answers(phone, [HOME], last) == {HOME: 200}
    assert answers(phone, [HOME], last + STAY_LIFE - DAY) == {HOME: 200}
    assert answers(phone, [HOME], last + 2 * STAY_LIFE) == {HOME: 302}


def test_the_cookie_lasts_as_long(phone):
    assert phone.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == STAY_LIFE.total_seconds()


def test_a_visit_is_written_once_a_day_at_most(phone, at):
    with clock.set_to(at + 2 * DAY):
        phone.get(HOME)
        before = Session.objects.get(
            pk=phone.cookies[settings.SESSION_COOKIE_NAME].value
        ).session_data
    with clock.set_to(at + 2 * DAY + timedelta(hours=5)):
        phone.get(HOME)
        kept = Session.objects.get(
            pk=phone.cookies[settings.SESSION_COOKIE_NAME].value
        ).session_data
    assert kept == before


def test_signing_out_elsewhere_ends_it(phone, learner, at):
    library = Client()
    with clock.set_to(at + DAY):
        enter(library, learner.person, at + DAY)
        library.post(reverse("portal:my:sign_out"))
        assert phone.get(HOME).status_code == 302
        enter(phone, learner.person, at + DAY)
    # Signed in again, but nobody asked to stay again.
    assert answers(phone, [HOME], at + DAY + SESSION_LIFE * 1.1) == {HOME: 302}


def test_signing_out_on_the_device_itself_ends_it(phone, learner, at):
    with clock.set_to(at + DAY):
        phone.post(reverse("portal:my:sign_out"))
        assert phone.get(HOME).status_code == 302
        assert "stays signed in" not in enter(phone, learner.person, at + DAY).url


@pytest.mark.parametrize(
    ("state", "day"), [("left", "left_on"), ("graduated", "graduated_on"), ("withdrawn", "")]
)
def test_it_ends_with_the_training(phone, learner, at, state, day):
    ended = {day: learner.started_on} if day else {}
    Enrolment.objects.filter(pk=learner.pk).update(state=state, **ended)
    assert answers(phone, [HOME], at + DAY) == {HOME: 302}


def test_a_new_link_on_the_same_device_keeps_it(phone, learner, at):
    with clock.set_to(at + DAY):
        enter(phone, learner.person, at + DAY)
    assert answers(phone, [HOME], at + 5 * DAY) == {HOME: 200}


def test_a_link_of_somebody_else_ends_it(phone, learner, at):
    sister = LearnerFactory(cohort=learner.cohort, person=PersonFactory(contact_language="en"))
    with clock.set_to(at + DAY):
        enter(phone, sister.person, at + DAY)
    assert answers(phone, [HOME], at + 2 * DAY) == {HOME: 302}


def test_without_asking_a_session_ends_after_half_a_day(learner, at):
    client = Client()
    enter(client, learner.person, at)
    assert b"Stay signed in?" in client.get(HOME).content
    assert answers(client, [HOME], at + SESSION_LIFE * 1.1) == {HOME: 302}


def test_who_stays_is_not_asked_again_and_it_is_on_record(phone, learner):
    html = phone.get(HOME).content.decode()
    assert "Stay signed in?" not in html
    assert "You stay signed in on this device." in html
    assert AuditEntry.objects.filter(label="person.stays_signed_in").count() == 1


def test_who_follows_no_training_cannot_stay(at):
    client, person = Client(), PersonFactory(contact_language="en")
    enter(client, person, at)
    assert b"Stay signed in?" not in client.get(HOME).content
    client.post(reverse("portal:my:stay"))
    assert answers(client, [HOME], at + DAY) == {HOME: 302}


def test_the_button_asks_for_a_sign_in_of_today(learner, at):
    client = Client()
    enter(client, learner.person, at)
    with clock.set_to(at + DAY):
        assert client.post(reverse("portal:my:stay")).url == "/en/my/sign-in/"


def test_on_the_device_of_a_colleague_nothing_stays(learner, at):
    client = Client()
    client.force_login(UserFactory(roles=["coach"]))
    enter(client, learner.person, at)
    assert b"Stay signed in?" not in client.get(HOME).content
    client.post(reverse("portal:my:stay"))
    assert answers(client, [HOME], at + DAY) == {HOME: 302}


def test_a_colleague_who_signs_in_there_gets_no_longer_session(phone, rf):
    from becode.accounts.adapters import AccountAdapter

    request = rf.post("/accounts/login/")
    request.session = phone.session
    assert request.session.get_expiry_age() == STAY_LIFE.total_seconds()
    user = UserFactory(roles=["coach"])
    user.backend = "django.contrib.auth.backends.ModelBackend"
    AccountAdapter(request).login(request, user)
    assert request.session.get_expiry_age() < STAY_LIFE.total_seconds()
