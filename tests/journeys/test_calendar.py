"""A manager moves a start and adds an event; a learner reads both on a phone and in a feed."""

import re
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import follow, sign_in

pytestmark = pytest.mark.journey

# A planned cohort of its own at the fifth campus, with one learner and their personal link.
COHORT = """
from datetime import timedelta
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.people.workflow import create_person
from becode.portal.access import personal_link
from cohorts.calendar import is_training_day
from cohorts.models import Track
from cohorts.workflow.cohorts import plan_cohort
from cohorts.workflow.enrolments import take_seat
track, campus = Track.objects.order_by("pk").first(), Campus.objects.order_by("-pk").first()
at = clock.now()
days = [clock.today() + timedelta(days=90 + more) for more in range(40)]
days = [day for day in days if is_training_day(day)]
cohort = plan_cohort(track=track, campus=campus, code="CAL-1", seats=3, start_on=days[0],
    actor=SYSTEM, at=at)
person = create_person(actor=SYSTEM, at=at, first_name="Zohra", last_name="Reads",
    contact_language="fr", email="zohra@mail.example")
take_seat(cohort=cohort, person=person, actor=SYSTEM, at=at)
print(cohort.pk, days[5], days[6], personal_link(person, at=at))
"""


def test_a_start_moves_and_an_event_reaches_the_learner(school, visitor):
    key, start, day, link = school.command("shell", "-v0", "-c", COHORT).split()[-4:]
    ada = visitor(javascript=False)
    sign_in(ada, school, "ada@becode.example")
    ada.goto(f"/staff/cohorts/{key}/calendar/")
    check_page(ada)
    follow(ada, ada.get_by_role("link", name="Move the start"))
    ada.get_by_label("New first day").fill(start)
    follow(ada, ada.get_by_role("button", name="Show what shifts"))
    check_page(ada)
    assert "5 days with lessons disappear" in ada.locator("body").inner_text()
    follow(ada, ada.get_by_role("button", name="Move the start"))
    assert "The start is moved." in ada.locator("body").inner_text()

    follow(ada, ada.get_by_role("link", name="Add an event"))
    check_page(ada)
    ada.get_by_label("Title").fill("Un musée")
    ada.locator("[name=on]").fill(day)
    ada.locator("[name=begins]").fill("14:00")
    ada.locator("[name=ends]").fill("16:00")
    follow(ada, ada.get_by_role("button", name="Save the event"))
    ada.set_viewport_size(PHONE)
    check_page(ada)
    year = ada.get_by_role("link", name=re.compile(r" in \d{4}$"))
    follow(ada, year)
    check_page(ada)

    zohra = visitor(viewport=PHONE, language="fr")
    zohra.goto(urlsplit(link).path)
    follow(zohra, zohra.locator("main button").first)
    zohra.goto("/fr/my/training/calendar/")
    check_page(zohra)
    assert "Un musée" in zohra.locator("main").text_content()
    address = zohra.locator("#feed").input_value()
    answer = zohra.request.get(urlsplit(address).path)
    events = Calendar.from_ical(answer.body()).walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in events if "musée" in one["SUMMARY"]] != []
    assert min(one.decoded("DTSTART").isoformat() for one in events)[:10] == start
