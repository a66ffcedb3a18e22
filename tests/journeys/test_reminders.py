"""A manager steers reminders: other words, a pause, a switch; and sees why something stayed."""

from email.header import decode_header, make_header

import pytest

from tests.journeys.conftest import DESK, PHONE, check_page
from tests.journeys.steps import follow, sign_in

pytestmark = pytest.mark.journey

TEXT = "/staff/messages/texts/cohorts.cohort_starts/fr/"
RULE = "/staff/reminders/rules/cohort_starts/"
MANAGER = """
from becode.accounts.models import User
User.objects.create(email="manager@becode.example", name="Mieke Manager", language="en",
    roles=["campus_manager"])
"""
# A learner in a cohort of their own that starts in a week; prints the keys of both.
LEARNER = """
from datetime import timedelta
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.people.workflow import create_person
from cohorts.models import Cohort, Enrolment, Track
at, start_on = clock.now(), clock.today() + timedelta(days=7)
cohort = Cohort.objects.create(track=Track.objects.order_by("pk").first(), code="REMIND-%(name)s",
    campus=Campus.objects.order_by("pk").first(), start_on=start_on, seats=5, seats_taken=1,
    end_on=start_on + timedelta(days=200))
person = create_person(actor=SYSTEM, at=at, first_name="%(name)s", last_name="Rappel",
    contact_language="fr", email="%(name)s.rappel@mail.example".lower())
if "%(enrols)s" == "yes":
    Enrolment.objects.create(person=person, cohort=cohort, enrolled_at=at)
print(person.pk, cohort.pk)
"""
ENROLS = """
from becode.core import clock
from cohorts.models import Enrolment
Enrolment.objects.create(person_id=%s, cohort_id=%s, enrolled_at=clock.now())
print(clock.today().isoformat())
"""


def learner(school, name, *, enrols="no"):
    """A person and a cohort, which most join later: sweeps pass by in between."""
    script = LEARNER % {"name": name, "enrols": enrols}
    return school.command("shell", "-v0", "-c", script).split()[-2:]


def joins_and_is_swept(school, person, cohort):
    today = school.command("shell", "-v0", "-c", ENROLS % (person, cohort)).split()[-1]
    school.command("sweep", "--at", f"{today}T10:00")


def test_a_manager_steers_reminders(school, visitor):
    school.command("shell", "-v0", "-c", MANAGER)
    learner(school, "Example", enrols="yes")
    first, second, third = (learner(school, name) for name in ("Awa", "Bilal", "Chiara"))
    mieke = visitor(viewport=DESK, javascript=False)
    sign_in(mieke, school, "manager@becode.example")
    mieke.goto("/staff/reminders/")
    check_page(mieke)
    other_words(mieke)
    pauses(mieke, second[1])

    since = len(school.mailbox.messages)
    for one in (first, second):
        joins_and_is_swept(school, *one)
    arrived = school.mailbox.wait_for("awa.rappel@mail.example", "Encore une semaine", since=since)
    assert str(make_header(decode_header(arrived["Subject"]))).startswith("Awa, à bientôt le ")
    says(mieke, second[0], "A colleague paused reminders here.")

    switches_off(mieke)
    joins_and_is_swept(school, *third)
    says(mieke, third[0], "A colleague switched this reminder off.")
    for page in ("/staff/reminders/ahead/", "/staff/messages/all/", "/staff/pauses/"):
        mieke.set_viewport_size(PHONE)
        mieke.goto(page)
        check_page(mieke)
    plan = f"/staff/cohorts/{first[1]}/reminders/"
    mieke.goto(plan)
    check_page(mieke)
    assert not any("bilal" in message["To"] for message in school.mailbox.messages[since:])


def other_words(mieke):
    mieke.goto(TEXT)
    check_page(mieke)
    mieke.locator("[name=subject]").fill("{nom}, à bientôt")
    follow(mieke, mieke.get_by_role("button", name="Keep these words"))
    check_page(mieke)
    assert "Nothing is called {nom} in this message." in mieke.locator("body").inner_text()
    mieke.locator("[name=subject]").fill("{name}, à bientôt le {day}")
    mieke.locator("[name=body]").fill("Encore une semaine, puis {track} commence.")
    follow(mieke, mieke.get_by_role("button", name="Look at it"))
    check_page(mieke)
    preview = mieke.frame_locator("iframe").first
    assert preview.locator("h1").inner_text().startswith("Example, à bientôt le ")
    follow(mieke, mieke.get_by_role("button", name="Keep these words"))
    check_page(mieke)


def pauses(mieke, cohort):
    mieke.goto(f"/staff/cohorts/cohort/{cohort}/change/")
    follow(mieke, mieke.get_by_role("link", name="Pause reminders"))
    check_page(mieke)
    mieke.get_by_label("Why").fill("Strike at the railways")
    follow(mieke, mieke.get_by_role("button", name="Pause reminders"))
    check_page(mieke)
    assert "Strike at the railways" in mieke.locator(".pause-banner").inner_text()


def switches_off(mieke):
    mieke.goto(RULE)
    check_page(mieke)
    mieke.get_by_label("This reminder goes out").uncheck()
    mieke.get_by_label("Why this change").fill("We call them ourselves")
    follow(mieke, mieke.get_by_role("button", name="Keep this"))
    check_page(mieke)
    assert "We call them ourselves" in mieke.locator("body").inner_text()


def says(mieke, person, sentence):
    mieke.goto(f"/staff/people/person/{person}/change/")
    check_page(mieke)
    section = mieke.locator("section", has=mieke.get_by_role("heading", name="Messages"))
    assert sentence in section.inner_text()
