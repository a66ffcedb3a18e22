"""Two assessors score blind, with the keyboard alone; a colleague says no in her own words."""

import os

import pytest

from tests.journeys.conftest import PHONE, check_page, text_of
from tests.journeys.steps import follow, sign_in

pytestmark = pytest.mark.journey

AMINA, CARLA = "amina.scores@becode.example", "carla.scores@becode.example"
TAREK = "tarek@mail.example"
WORDS = "Votre français avance bien. Revenez en septembre : nous gardons votre dossier."

# Somebody who was at the selection day, and two colleagues of the campus.
BEGIN = f"""
from datetime import UTC, datetime
from applicants.models import Application, CampusChoice, SelectionStep, StepProgress
from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core.actors import SYSTEM
from becode.people.workflow import create_person
from cohorts.models import Track
at = datetime.now(UTC)
track, campus = Track.objects.get(code="WEB"), Campus.objects.get(code="BXL")
for name, email, role in (
    ("Amina", "{AMINA}", "admissions"), ("Carla", "{CARLA}", "coach")
):
    User.objects.create(name=name, email=email, roles=[role], language="en")
person = create_person(
    actor=SYSTEM, at=at, first_name="Tarek", last_name="Benaissa", email="{TAREK}",
    contact_language="fr",
)
application = Application.objects.create(
    person=person, track=track, campus=campus, state="in_selection", submitted_at=at,
    motivation="Je répare des ordinateurs pour mes voisins.",
)
CampusChoice.objects.create(application=application, campus=campus, rank=1)
step = SelectionStep.objects.create(
    track=track, kind="selection_day", is_scored=True, pass_mark=3, position=90
)
StepProgress.objects.create(
    application=application, step=step, state="done", reached_at=at, done_at=at
)
print(application.pk)
"""


def picture(page, name: str) -> None:
    """Keep a picture where somebody asked for some."""
    if folder := os.environ.get("JOURNEY_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def mark(page, criterion: str, number: int) -> None:
    """Choose a mark as a keyboard does: into the row, then down."""
    page.locator(f"[name={criterion}]").first.focus()
    page.keyboard.press("Space")
    for _step in range(number - 1):
        page.keyboard.press("ArrowDown")


def score(page, number: int, *, language: int, note: str) -> None:
    page.goto("/staff/scoring/")
    check_page(page)
    follow(page, page.get_by_role("link", name="Score the next one"))
    check_page(page)
    shown = page.locator("#content, main").first.inner_text()
    assert "Tarek" in shown
    assert "Benaissa" not in page.content()
    assert TAREK not in page.content()
    for criterion in ("motivation", "group_behaviour", "perseverance", "availability"):
        mark(page, criterion, number)
    mark(page, "language", language)
    page.locator("[name=note]").fill(note)
    picture(page, f"score-{number}-{page.viewport_size['width']}")
    follow(page, page.get_by_role("button", name="Save, show the next one"))
    page.wait_for_url("**/staff/scoring/")
    check_page(page)


def test_two_assessors_score_and_the_decision_goes_out(school, visitor):
    key = school.command("shell", "-v0", "-c", BEGIN).split()[-1]
    address = f"/staff/applicants/application/{key}"

    amina = visitor()
    sign_in(amina, school, AMINA)
    amina.goto(f"{address}/do/assign/")
    check_page(amina)
    for name in ("Amina", "Carla"):
        amina.get_by_role("checkbox", name=name).check()
    follow(amina, amina.get_by_role("button", name="Assign assessors"))
    check_page(amina)
    score(amina, 4, language=4, note="Calm when it was difficult.")
    amina.goto(f"{address}/change/")
    assert "Calm when it was difficult." not in amina.content()

    carla = visitor(viewport=PHONE)
    sign_in(carla, school, CARLA)
    score(carla, 3, language=1, note="Needs the task in simple words.")

    amina.goto(f"{address}/change/")
    check_page(amina)
    picture(amina, "application")
    shown = amina.locator("#content, main").first.inner_text()
    for words in ("The assessors disagree", "Calm when it was difficult.", "3.30"):
        assert words in shown

    amina.goto(f"{address}/do/reject/")
    check_page(amina)
    amina.locator("[name=reason]").select_option("language")
    follow(amina, amina.get_by_role("button", name="Show the message"))
    check_page(amina)
    picture(amina, "reject")
    text = amina.locator("[name=text]")
    assert text.get_attribute("lang") == "fr"
    assert text.input_value().startswith("Nos cours demandent")
    text.fill(WORDS)
    follow(amina, amina.get_by_role("button", name="Reject"))
    check_page(amina)
    letter = text_of(school.mailbox.wait_for(TAREK, WORDS))
    assert "Nos cours demandent" not in letter
    assert WORDS in amina.content()
