"""A colleague fills a cohort: without JavaScript at a desk, and on a phone."""

import pytest

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import follow, sign_in

pytestmark = pytest.mark.journey

# Five people who wait in the fifth city, and a cohort of three seats.
CROWD = """
from datetime import timedelta
from applicants.workflow import deciding
from applicants.workflow.creating import create_application
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.people.workflow import create_person
from becode.campuses.models import Campus
from cohorts.workflow.cohorts import plan_cohort
from cohorts.calendar import is_training_day
from cohorts.models import Track
track, campus = Track.objects.order_by("pk").first(), Campus.objects.order_by("-pk").first()
at = clock.now()
for number, name in enumerate(("Abebe", "Bahar", "Chidi", "Dunya", "Emre")):
    person = create_person(actor=SYSTEM, at=at, first_name=name, last_name="Waits",
        contact_language="en", email=name.lower() + "@mail.example")
    application = create_application(person=person, track=track, actor=SYSTEM, at=at,
        campuses=[campus])
    deciding.admit(application=application, wait=True, actor=SYSTEM,
        at=at + timedelta(seconds=number))
days = [clock.today() + timedelta(days=60 + more) for more in range(9)]
cohort = plan_cohort(track=track, campus=campus, code="FILL-1", seats=3,
    start_on=next(day for day in days if is_training_day(day)), actor=SYSTEM, at=at)
print(cohort.pk)
"""


def test_a_round_is_chosen_explained_and_sent(school, visitor):
    key = school.command("shell", "-v0", "-c", CROWD).split()[-1]
    ada = visitor(viewport=PHONE)
    sign_in(ada, school, "ada@becode.example")
    ada.goto("/staff/waitlists/")
    check_page(ada)
    follow(ada, ada.get_by_role("link", name="FILL-1"))
    check_page(ada)
    assert ada.locator(".waiting-person :checked").count() == 3

    desk = visitor(javascript=False)
    desk.context.add_cookies(ada.context.cookies())
    desk.goto(f"/staff/cohorts/{key}/fill/")
    desk.get_by_role("checkbox", name="Bahar Waits").focus()
    desk.keyboard.press("Space")
    desk.get_by_role("checkbox", name="Dunya Waits").check()
    follow(desk, desk.get_by_role("button", name="Look at the round"))
    follow(desk, desk.get_by_role("button", name="Offer 3 seats now"))
    assert "Say why this person is passed over." in desk.locator("body").inner_text()
    desk.get_by_label("Why?").fill("Asked for a later start")
    follow(desk, desk.get_by_role("button", name="Offer 3 seats now"))
    shown = desk.locator("#content, main").first.inner_text()
    assert "3 seats are offered. The messages leave at once." in desk.locator("body").inner_text()
    assert "Asked for a later start" in shown

    follow(desk, desk.get_by_role("button", name="In line again"))
    ada.goto(f"/staff/cohorts/{key}/fill/")
    check_page(ada)
    assert ada.locator(".waiting-name").all_inner_texts() == ["Bahar Waits", "Emre Waits"]
    follow(ada, ada.locator(".staff-kicker a").last)
    check_page(ada)
