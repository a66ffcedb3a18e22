"""Somebody books, moves and misses an info session, and is asked to choose another moment."""

import json
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import PHONE, check_page, link_in
from tests.journeys.steps import (
    Applicant,
    apply,
    follow,
    go_on,
    open_application,
    open_personal_link,
    sign_in,
)

pytestmark = pytest.mark.journey

ADA = "ada@becode.example"
IMANI = Applicant("Imani", "Okafor", "imani@mail.example", phone="+32 470 12 34 61")
BRUSSELS = ZoneInfo("Europe/Brussels")
ADD_STEPS = """
from applicants.models import SelectionStep
from applicants.starting.steps import add_starting_steps
from cohorts.models import Track
track = Track.objects.get(code="WEB")
add_starting_steps(track)
# Whatever other journeys set up: here everybody begins with an info session.
steps = SelectionStep.objects.filter(track=track)
steps.exclude(kind="info_session").update(is_active=False)
steps.update_or_create(
    track=track, kind="info_session", defaults={"position": 1, "is_active": True}
)
"""
# The clock of the site cannot be turned: the booked moment is moved into the past instead.
LET_TIME_PASS = """
from datetime import timedelta
from django.utils import timezone
from applicants.models import Slot
for slot in Slot.objects.filter(bookings__state="booked"):
    slot.starts_at, slot.ends_at = timezone.now() - timedelta(minutes=2), timezone.now()
    slot.save()
"""


def plan_session(ada, days: int) -> None:
    ada.goto("/staff/applicants/slot/add/")
    check_page(ada)
    option = ada.locator("[name=campus] option", has_text="Brussel").first
    ada.locator("[name=campus]").select_option(option.get_attribute("value"))
    ada.locator("[name=kind]").select_option("info_session")
    ada.locator("[name=language]").select_option("en")
    day = datetime.now(BRUSSELS) + timedelta(days=days)
    ada.locator("[name=on]").fill(day.date().isoformat())
    ada.locator("[name=begins]").fill("14:00")
    ada.locator("[name=ends]").fill("16:00")
    follow(ada, ada.locator("form.staff-form button[type=submit]"))
    assert re.search(r"/slot/\d+/change/$", ada.url)
    check_page(ada)


def test_book_move_and_miss_an_info_session(school, visitor):
    school.command("shell", "-v0", "-c", ADD_STEPS)
    ada = visitor()
    sign_in(ada, school, ADA)
    plan_session(ada, days=3)
    plan_session(ada, days=10)

    imani = visitor(viewport=PHONE, javascript=False)
    apply(imani, IMANI, language="en", campus="Brussels")
    take_up(ada)

    open_personal_link(imani, school.mailbox.wait_for(IMANI.email, "Your next step"))
    check_page(imani)
    first = imani.locator("main button[name=slot]").first
    follow(imani, first)
    check_page(imani)
    school.mailbox.wait_for(IMANI.email, "Booked: Info session")
    assert imani.locator("main a[href$='.ics']").count() == 1
    before = len(school.mailbox.messages)
    follow(imani, imani.locator("main button[name=slot]").first)
    check_page(imani)
    school.mailbox.wait_for(IMANI.email, "Booked: Info session", since=before)
    imani.goto("/en/my/")
    check_page(imani)

    school.command("shell", "-v0", "-c", LET_TIME_PASS)
    note_that_nobody_came(ada)

    tomorrow = datetime.now(BRUSSELS).date() + timedelta(days=1)
    at = datetime.combine(tomorrow, datetime.min.time(), BRUSSELS).replace(hour=9, minute=30)
    counts = json.loads(school.command("sweep", "--at", at.astimezone(UTC).isoformat()))
    assert "errors" not in counts["planned"]
    message = school.mailbox.wait_for(IMANI.email, "We missed you")

    imani.goto(link_in(message))
    go_on(imani)
    check_page(imani)
    follow(imani, imani.locator("main button[name=slot]").first)
    assert imani.locator("main a[href$='.ics']").count() == 1
    rules = json.loads(school.command("check_invariants"))
    assert rules["broken"] == 0


def take_up(ada) -> None:
    open_application(ada, "Imani Okafor")
    follow(ada, ada.locator("#content a[href$='/do/take-up/']").first)
    follow(ada, ada.locator("form.staff-form button.staff-button[type=submit]").first)
    check_page(ada)


def note_that_nobody_came(ada) -> None:
    """On a phone, from Today."""
    ada.set_viewport_size(PHONE)
    ada.goto("/staff/")
    check_page(ada)
    follow(ada, ada.get_by_role("link", name=re.compile("Info session")).first)
    check_page(ada)
    follow(ada, ada.locator("button[value=not_there]").first)
    check_page(ada)
    assert "Was not there" in ada.locator("#content").inner_text()
