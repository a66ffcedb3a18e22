"""A coach's morning: the page of the day, a message to three, an evaluation seen by both sides."""

import pytest

from tests.journeys.conftest import DESK, PHONE, check_page
from tests.journeys.steps import follow, sign_in

pytestmark = pytest.mark.journey

# A cohort that started four weeks ago, with four learners and two competences.
MORNING = """
from datetime import timedelta
from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.people.workflow import create_person
from cohorts.calendar import is_training_day
from cohorts.models import Cohort, Competence, Enrolment, Evaluation, Track, TrainingDay
from cohorts.workflow.coaches import assign_coach
track, campus = Track.objects.order_by("pk").first(), Campus.objects.order_by("-pk").first()
at, today = clock.now(), clock.today()
for number, name in enumerate(("Build a page", "Work with others")):
    Competence.objects.create(track=track, position=number, name_nl=name, name_fr=name,
        name_en=name)
cohort = Cohort.objects.create(track=track, campus=campus, code="MORNING-1", seats=10,
    start_on=today - timedelta(days=28), end_on=today + timedelta(days=28), state="running",
    seats_taken=4)
for number in range(-28, 29):
    day = today + timedelta(days=number)
    if is_training_day(day) or day == today:
        TrainingDay.objects.get_or_create(cohort=cohort, on=day, defaults=dict(
            arrive_by="09:00", lunch_from="12:30", lunch_until="13:30", leave_from="17:00"))
for name in ("Abla", "Boris", "Chen", "Dunja"):
    person = create_person(actor=SYSTEM, at=at, first_name=name, last_name="Morning",
        contact_language="en", email=name.lower() + ".morning@mail.example")
    learner = Enrolment.objects.create(person=person, cohort=cohort, state="in_training",
        enrolled_at=at, started_on=cohort.start_on)
    if name == "Abla":
        for by in ("self", "coach"):
            Evaluation.objects.create(enrolment=learner, moment="mid", by=by, due_on=today)
assign_coach(cohort=cohort, user=User.objects.get(email="ada@becode.example"), role="lead",
    actor=SYSTEM, at=at)
print(cohort.pk)
"""
# Everything is theirs to see: the link in this message leads to the learner's own pages.
LINK = """
from becode.core import clock
from becode.people.models import Person
from becode.portal.access import personal_link
print(personal_link(Person.objects.get(first_name="Abla", last_name="Morning"), at=clock.now()))
"""


def test_a_morning_of_a_coach(school, visitor):
    key = school.command("shell", "-v0", "-c", MORNING).split()[-1]
    ada = visitor(viewport=DESK)
    sign_in(ada, school, "ada@becode.example")
    ada.goto("/staff/")
    follow(ada, ada.locator(f"a[href$='/staff/cohorts/{key}/']").first)
    assert ada.url.endswith(f"/staff/cohorts/{key}/")
    check_page(ada)
    assert "No check-in and no absence filed for" in ada.locator("table").inner_text()

    write_to_three(ada, school)
    ada.set_viewport_size(PHONE)
    ada.goto(f"/staff/cohorts/{key}/")
    check_page(ada)
    for page in ("coaches", "evaluations"):
        ada.goto(f"/staff/cohorts/{key}/{page}/")
        check_page(ada)
    evaluate_by_keyboard(ada)

    abla = visitor(viewport=PHONE, javascript=False)
    abla.goto(school.command("shell", "-v0", "-c", LINK).split()[-1])
    follow(abla, abla.locator("main .button--go").last)
    learner_hands_in(abla)
    ada.set_viewport_size(DESK)
    follow(ada, ada.get_by_role("link", name="Abla Morning"))
    check_page(ada)
    assert "4 · Helps others" in ada.locator("table.levels").inner_text()


def write_to_three(ada, school):
    since = len(school.mailbox.messages)
    for name in ("Abla", "Boris", "Chen"):
        ada.get_by_role("checkbox", name=f"Choose {name} Morning").check()
    follow(ada, ada.get_by_role("button", name="Write to those ticked"))
    check_page(ada)
    ada.get_by_label("Subject", exact=True).fill("Visit on Friday")
    ada.get_by_label("Text", exact=True).fill("We meet at the door.\n\nBring your card.")
    follow(ada, ada.get_by_role("button", name="Look at it"))
    check_page(ada)
    follow(ada, ada.get_by_role("button", name="Send to 3 learners"))
    check_page(ada)
    assert "The message goes to 3 learners." in ada.locator("body").inner_text()
    for name in ("abla", "boris", "chen"):
        school.mailbox.wait_for(f"{name}.morning@mail.example", "meet at the door", since=since)
    assert not any("dunja" in message["To"] for message in school.mailbox.messages[since:])


def evaluate_by_keyboard(ada):
    """A level with the arrows, the next competence with Tab, handed in with Enter."""
    follow(ada, ada.locator("tr", has_text="Abla").locator("a", has_text="Fill in"))
    check_page(ada)
    first = ada.locator("input[type=radio]").first
    first.focus()
    for key in ("ArrowRight", "ArrowRight", "Tab", "Space"):
        ada.keyboard.press(key)
    with ada.expect_navigation():
        ada.keyboard.press("Enter")
    check_page(ada)
    assert "The evaluation of Abla Morning is filed." in ada.locator("body").inner_text()


def learner_hands_in(abla):
    abla.goto("/en/my/training/")
    check_page(abla)
    assert "09:00" in abla.locator("main").inner_text()
    follow(abla, abla.get_by_role("link", name="My evaluations"))
    check_page(abla)
    follow(abla, abla.get_by_role("link", name="Fill in my evaluation"))
    check_page(abla)
    abla.get_by_role("radio", name="I can help others with it").first.check()
    follow(abla, abla.get_by_role("button", name="Hand in"))
    check_page(abla)
    assert "Choose how far." in abla.locator("main").inner_text()
    abla.get_by_role("radio", name="I can do it with help").last.check()
    follow(abla, abla.get_by_role("button", name="Hand in"))
    check_page(abla)
    shown = abla.locator("main table").inner_text()
    assert "4 · Helps others" in shown
    assert "Your coach" in shown
    follow(abla, abla.get_by_role("link", name="My progress"))
    check_page(abla)
