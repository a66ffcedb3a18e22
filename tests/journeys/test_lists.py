"""The board in a browser: a card dragged, a card moved by keyboard, on a desk and on a phone."""

import pytest

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import follow, sign_in

pytestmark = pytest.mark.journey

# An info session for every track, and two people who applied.
CROWD = """
from applicants.models import SelectionStep
from applicants.workflow.creating import create_application
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.people.workflow import create_person
from becode.campuses.models import Campus
from cohorts.models import Track
track, at = Track.objects.order_by("pk").first(), clock.now()
SelectionStep.objects.get_or_create(track=track, kind="info_session", defaults={"position": 1})
for name in ("Dragana", "Keyvan"):
    person = create_person(actor=SYSTEM, at=at, first_name=name, last_name="Board",
        contact_language="en", email=name.lower() + "@mail.example")
    create_application(person=person, track=track, actor=SYSTEM, at=at,
        campuses=list(Campus.objects.order_by("pk")[:1]))
"""


def card_in(page, column, name):
    return page.locator(f"[data-column={column}] [data-card]").filter(has_text=name)


def test_cards_move_by_hand_and_by_keyboard(site, school, visitor):
    site.command("shell", "-v0", "-c", CROWD)
    ada = visitor()
    sign_in(ada, site, "ada@becode.example")
    ada.goto("/staff/board/")
    check_page(ada)

    dragged = card_in(ada, "received", "Dragana")
    with ada.expect_navigation():
        dragged.drag_to(ada.locator("[data-column=info_session]"))
    assert card_in(ada, "info_session", "Dragana").count() == 1

    # Back to where no verb leads: said, and nothing changed.
    with ada.expect_navigation():
        card_in(ada, "info_session", "Dragana").drag_to(ada.locator("[data-column=received]"))
    assert "The selection has begun." in ada.locator("body").inner_text()
    assert card_in(ada, "info_session", "Dragana").count() == 1

    card_in(ada, "received", "Keyvan").locator("a").first.focus()
    while "Move to" not in ada.evaluate("document.activeElement.innerText"):
        ada.keyboard.press("Tab")
    ada.keyboard.press("Enter")
    ada.keyboard.press("Tab")
    with ada.expect_navigation():
        ada.keyboard.press("Enter")
    assert card_in(ada, "info_session", "Keyvan").count() == 1
    # The card that moved has the focus again.
    assert "Keyvan" in ada.evaluate("document.activeElement.innerText")
    check_page(ada)


def test_the_board_works_on_a_phone(site, school, visitor):
    ada = visitor(viewport=PHONE)
    sign_in(ada, site, "ada@becode.example")
    ada.goto("/staff/board/")
    check_page(ada)
    card = ada.locator("[data-card]").first
    name = card.locator(".board-name").inner_text()
    follow(ada, card.get_by_role("button", name="Take it"))
    taken = ada.locator("[data-card]").filter(has_text=name).first
    assert taken.locator(".board-owner").count() == 1
    check_page(ada)
    ada.goto("/staff/applicants/application/")
    check_page(ada)
