"""One human with two records: merged by admissions, and taken apart again."""

from datetime import date

import pytest

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import Applicant, apply, follow, sign_in

pytestmark = pytest.mark.journey

ADA = "ada@becode.example"
FIRST = Applicant("Mariama", "Konaté-Lemaire", "mariama@mail.example", born=("3", "9", "1999"))
SECOND = Applicant("Mariama", "Konate Lemaire", "m.konate@mail.example", born=("3", "9", "1999"))


def test_a_duplicate_is_merged_and_the_merge_undone(school, visitor):
    for applicant in (FIRST, SECOND):
        apply(visitor(viewport=PHONE), applicant, language="en", campus="Brussels")
    ada = visitor()
    sign_in(ada, school, ADA)

    ada.goto("/staff/duplicates/")
    check_page(ada)
    row = ada.locator("tbody tr", has_text="Mariama")
    assert row.count() == 1
    follow(ada, row.locator("a.staff-button"))
    check_page(ada)
    follow(ada, ada.locator("button[name=answer][value=one]"))
    check_page(ada)

    person = ada.url
    assert emails_on(ada) == {FIRST.email, SECOND.email}
    ada.goto("/staff/duplicates/")
    assert ada.locator("tbody tr", has_text="Mariama").count() == 0

    ada.goto(person)
    follow(ada, ada.locator(".staff-timeline a", has_text="Two records merged"))
    check_page(ada)
    follow(ada, ada.locator("form.staff-form button[type=submit]"))
    assert ada.url == person
    check_page(ada)
    assert emails_on(ada) == {FIRST.email}
    assert ada.locator("a[href*='/staff/duplicates/']", has_text="Mariama").count() == 1

    note_a_next_step(ada, person)
    call_on_a_phone(ada)


def emails_on(page) -> set[str]:
    """Which of the two addresses the page of a person shows."""
    text = page.locator(".staff-main").inner_text()
    return {one.email for one in (FIRST, SECOND) if one.email in text}


def note_a_next_step(ada, person: str) -> None:
    follow(ada, ada.locator("a[href$='/do/note/']"))
    check_page(ada)
    today = date.today().isoformat()  # noqa: DTZ011 - the site runs on the machine's own day
    ada.locator("[name=next_action]").fill("Ask for the permit")
    ada.locator("[name=next_on]").fill(today)
    ada.locator("[name=result]").select_option("reached")
    follow(ada, ada.locator("form.staff-form button[type=submit]"))
    assert ada.url == person
    check_page(ada)


def call_on_a_phone(ada) -> None:
    ada.set_viewport_size(PHONE)
    ada.goto("/staff/to-call/")
    check_page(ada)
    call = ada.locator(".staff-call", has_text="Ask for the permit")
    follow(ada, call.locator("button[value=not_reached]"))
    check_page(ada)
    assert call.count() == 0
