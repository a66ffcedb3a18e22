"""Somebody who waits on two lists, on a phone and without JavaScript, needs to call nobody."""

import re

import pytest

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import follow

pytestmark = pytest.mark.journey

# Somebody on two lists for more than a year, whom we ask whether they still wait; prints the
# personal link and the link of the question.
BEGIN = """
from datetime import timedelta
from django.utils import timezone
from applicants.models import Application, CampusChoice, WaitingLink
from applicants.workflow import interest, waitlist
from becode.campuses.models import Campus
from becode.core.actors import SYSTEM
from becode.core.sealing import token_digest
from becode.people.workflow import create_person
from becode.portal.access import personal_link
from cohorts.models import Track
at = timezone.now()
long_ago = at - timedelta(days=380)
person = create_person(
    actor=SYSTEM, at=long_ago, first_name="سلمى", last_name="", email="salma@mail.example",
    contact_language="en",
)
application = Application.objects.create(
    person=person, track=Track.objects.get(code="WEB"), campus=Campus.objects.get(code="BXL"),
    state="admitted", submitted_at=long_ago, eligible_at=long_ago,
)
for rank, code in enumerate(("BXL", "GNT"), start=1):
    campus = Campus.objects.get(code=code)
    CampusChoice.objects.create(application=application, campus=campus, rank=rank)
waitlist.join(application=application, actor=SYSTEM, at=long_ago)
assert interest.ask_still_interested(at=at)
WaitingLink.objects.update(digest=token_digest("journey"))
print(personal_link(person, at=at))
"""


def named(words: str) -> re.Pattern:
    """What a screen reader says: browsers differ in the space before hidden words."""
    return re.compile(r"\s*:".join(map(re.escape, words.split(":"))))


def press(page, name: str) -> None:
    follow(page, page.locator("main").get_by_role("button", name=named(name)).first)
    check_page(page)


def go_to(page, name: str) -> None:
    follow(page, page.locator("main").get_by_role("link", name=named(name)).first)
    check_page(page)


def shown(page) -> str:
    return re.sub(r"\s+", " ", page.locator("main").inner_text())


def test_pause_leave_and_come_back_without_a_call(school, visitor):
    link = school.command("shell", "-v0", "-c", BEGIN).split()[-1]
    page = visitor(viewport=PHONE, javascript=False)

    page.goto("/en/waiting/journey/")
    check_page(page)
    assert "سلمى" not in page.content()
    press(page, "No, take me off the list")
    press(page, "I want my place back")
    assert "Thank you! You keep your place" in shown(page)

    page.goto("/" + link.split("/", 3)[3])
    press(page, "Go to my page")
    assert "How long still?" in shown(page)
    go_to(page, "See my places, pause or leave")
    press(page, "Down: Brussels")
    assert "1. Ghent" in shown(page)

    go_to(page, "Pause")
    press(page, "Pause until then")
    assert "Please choose an answer." in shown(page)
    page.locator("[name=until][value='3']").check(force=True)
    press(page, "Pause until then")
    press(page, "End all my pauses")
    assert "Your pause is over." in page.content()

    go_to(page, "Leave this list: Ghent")
    press(page, "Yes, leave this list")
    press(page, "Take my place back: Ghent")
    go_to(page, "Leave all lists")
    press(page, "Yes, leave all lists")
    assert "We can offer you a seat only when you are on a list." in shown(page)
    press(page, "Take my place back: Brussels")
    assert "You are next" in shown(page)
