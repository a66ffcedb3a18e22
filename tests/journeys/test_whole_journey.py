"""One person, from the form to the job: real worker, real beat, real mail."""

import json
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import PHONE, check_page, link_in, text_of
from tests.journeys.steps import (
    READY,
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
GRIET = "griet@klaver.example"
YARA = Applicant("Yara", "Haddad-Peeters", "yara@mail.example", phone="+32 470 12 34 57")
PLANNED = """
from becode.core import clock
from placements.models import Internship
at = clock.now()
internship = Internship.objects.get(enrolment__person__last_name="Haddad-Peeters")
"""


def press(page, verb: str, **fields: str) -> None:
    """Press one of a record's verbs, answer its form and confirm."""
    follow(
        page, page.locator(f"main a[href$='/do/{verb}/'], #content a[href$='/do/{verb}/']").first
    )
    check_page(page)
    for name, value in fields.items():
        field = page.locator(f"[name={name}]").first
        if field.evaluate("field => field.tagName") == "SELECT":
            choose_in(field, value)
        else:
            field.fill(value)
    follow(page, page.locator("form.staff-form button.staff-button[type=submit]").first)
    page.wait_for_url(lambda url: f"/do/{verb}/" not in url)
    check_page(page)


def choose_in(field, value: str) -> None:
    """Choose the option at a place, with a value, or that holds some words."""
    if value.isdigit():
        field.select_option(index=int(value))
    elif field.locator(f"option[value='{value}']").count():
        field.select_option(value)
    else:
        option = field.locator("option", has_text=value).first
        field.select_option(option.get_attribute("value"))


def choose(page, name: str, words: str) -> None:
    choose_in(page.locator(f"[name={name}]"), words)


@pytest.fixture
def ada(school, visitor):
    """The administrator, signed in by a code from her mailbox."""
    page = visitor()
    sign_in(page, school, ADA)
    assert page.url.endswith("/staff/")
    check_page(page)
    return page


def test_from_the_form_to_the_job(school, ada, visitor):
    today = date.today()  # noqa: DTZ011 - the site runs on the machine's own day
    plan_cohort(ada, today)

    yara = visitor(viewport=PHONE)
    apply(yara, YARA, language="en", campus="Brussels")
    open_personal_link(yara, school.mailbox.wait_for(YARA.email, "application"))

    offer_a_seat(ada)
    # Her place on the waitlist was told just before: the offer is known by its own subject.
    accept_the_seat(yara, school.mailbox.wait_for(YARA.email, "There is a seat for you\n"))

    start_the_cohort(ada)
    position_url = company_offers_a_place(school, ada, visitor)
    griet = propose_and_accept(school, ada, yara, visitor, position_url)
    intern_and_graduate(school, ada, griet, today)
    record_the_job(ada, today)

    rules = json.loads(school.command("check_invariants"))
    assert rules["broken"] == 0


def plan_cohort(ada, today: date) -> None:
    ada.goto("/staff/cohorts/cohort/add/")
    check_page(ada)
    ada.locator("[name=track]").select_option(index=1)
    choose(ada, "campus", "Brussel")
    ada.locator("[name=start_on]").fill(today.isoformat())
    ada.locator("[name=code]").fill("BXL-Lovelace-1")
    ada.locator("[name=seats]").fill("2")
    follow(ada, ada.locator("button[name=preview]"))
    check_page(ada)
    follow(ada, ada.locator("form.staff-form button.staff-button-primary"))
    ada.wait_for_url("**/change/")
    check_page(ada)


def offer_a_seat(ada) -> None:
    ada.goto("/staff/")
    check_page(ada)
    open_application(ada, "Haddad-Peeters")
    check_page(ada)
    press(ada, "admit")
    ada.goto("/staff/waitlists/")
    check_page(ada)
    ada.goto("/staff/applicants/application/")
    check_page(ada)
    open_application(ada, "Haddad-Peeters")
    # Other journeys have cohorts here too, and people who wait before her.
    press(ada, "offer", cohort="BXL-Lovelace-1", passing_reason="The people before start later")


def accept_the_seat(yara, message) -> None:
    yara.goto(link_in(message))
    go_on(yara)
    yara.wait_for_url("**/my/offer/**")
    check_page(yara)
    go_on(yara)
    check_page(yara)
    yara.goto("/en/my/")
    assert "BXL-Lovelace-1" in yara.locator("main").inner_text() or "Brussels" in yara.content()


def start_the_cohort(ada) -> None:
    ada.goto("/staff/cohorts/cohort/")
    check_page(ada)
    follow(ada, ada.get_by_role("link", name="BXL-Lovelace-1").first)
    check_page(ada)
    press(ada, "start")


def company_offers_a_place(school, ada, visitor) -> str:
    ada.goto("/staff/placements/company/add/")
    check_page(ada)
    ada.locator("[name=name]").fill("Klaver & Lint")
    follow(ada, ada.locator("[name=_save]").first)
    ada.wait_for_url("**/change/")
    press(ada, "invite", name="Griet Vandamme", email=GRIET, language="en")
    school.mailbox.wait_for(GRIET)
    griet = visitor(viewport=PHONE)
    sign_in(griet, school, GRIET)
    assert griet.url.endswith("/partners/")
    check_page(griet)
    griet.goto("/en/partners/positions/new/")
    check_page(griet)
    griet.locator("[name=title]").fill("Junior web developer")
    griet.locator("[name=tasks]").fill("Build pages with the team.")
    griet.locator("[name=campus]").select_option(label="Brussels")
    griet.locator("[name=site]").fill("Rue Neuve 1, Brussels")
    griet.locator("[name=languages]").first.check(force=True)
    go_on(griet)
    griet.wait_for_url(re.compile(r"/positions/\d+/$"))
    check_page(griet)
    griet.context.close()
    return griet.url


def propose_and_accept(school, ada, yara, visitor, position_url: str):
    key = re.search(r"/(\d+)/$", position_url)[1]
    ada.goto(f"/staff/propose/?position={key}")
    check_page(ada)
    # Learners of other journeys may stand before her.
    hers = ada.locator("tr", has_text="Haddad-Peeters")
    follow(ada, hers.locator("button[name=choice]"))
    school.mailbox.wait_for(GRIET, "Yara")
    # Three days later, had nobody answered, the company would be reminded.
    # Days are counted to nine in the morning, whatever the hour at which this runs.
    brussels = ZoneInfo("Europe/Brussels")
    day = datetime.now(brussels) + timedelta(days=3)
    later = max(day, day.replace(hour=9, minute=0)) + timedelta(minutes=5)
    before = len(school.mailbox.messages)
    counts = json.loads(school.command("sweep", "--at", later.isoformat()))
    assert "errors" not in counts
    school.mailbox.wait_for(GRIET, "Yara", since=before)

    griet = visitor(viewport=PHONE)
    sign_in(griet, school, GRIET)
    follow(griet, griet.locator("main a[href*='/proposals/']").first)
    check_page(griet)
    shown = griet.locator("main").inner_text()
    assert "Yara" in shown
    assert "Haddad" not in shown
    assert YARA.email not in griet.content()
    follow(griet, griet.locator("main a.button--go[href$='/accept/']"))
    check_page(griet)
    go_on(griet)
    griet.wait_for_url(re.compile(r"/proposals/\d+/$"))
    check_page(griet)
    assert YARA.email not in griet.content()
    # Names and addresses are shared once both said yes.
    yara.goto("/en/my/")
    follow(yara, yara.locator("main a[href*='/my/proposals/']").first)
    check_page(yara)
    follow(yara, yara.locator("button[name=answer][value=yes]"))
    check_page(yara)
    griet.reload()
    check_page(griet)
    assert YARA.email in griet.content()
    return griet


def hers_of(page):
    """The link to her record in a list where people of other journeys may stand before her."""
    return page.locator("#result_list tbody tr", has_text="Haddad-Peeters").locator("a").first


def intern_and_graduate(school, ada, griet, today: date) -> None:
    ada.goto("/staff/placements/proposal/")
    check_page(ada)
    follow(ada, hers_of(ada))
    press(ada, "plan", start_on=today.isoformat(), mentor="1")
    school.command("shell", "-v0", "-c", PLANNED + READY)
    ada.goto("/staff/placements/internship/")
    check_page(ada)
    follow(ada, hers_of(ada))
    press(ada, "start")
    griet.goto("/en/partners/")
    check_page(griet)
    assert "Yara" in griet.locator("main").inner_text()
    press(ada, "complete")
    ada.goto("/staff/cohorts/enrolment/?q=haddad")
    check_page(ada)
    follow(ada, ada.locator("#result_list tbody th a, #result_list tbody td a").first)
    press(ada, "graduate")


def record_the_job(ada, today: date) -> None:
    ada.goto("/staff/people/person/?q=haddad")
    follow(ada, ada.locator("#result_list tbody th a, #result_list tbody td a").first)
    check_page(ada)
    follow(ada, ada.locator("a[href*='/record-job/']").first)
    check_page(ada)
    choose(ada, "company", "Klaver & Lint")
    ada.locator("[name=function]").fill("Web developer")
    ada.locator("[name=contract_type]").select_option("permanent")
    ada.locator("[name=start_on]").fill(today.isoformat())
    ada.locator("[name=evidence_level]").select_option("A")
    ada.locator("[name=evidence_note]").fill("Signed contract seen")
    follow(ada, ada.locator("form.staff-form button[type=submit]").first)
    ada.wait_for_url(lambda url: "/record-job/" not in url)
    check_page(ada)
    ada.goto("/staff/placements/jobplacement/")
    assert "Klaver & Lint" in ada.locator("#result_list").inner_text()
    ada.goto("/staff/dashboard/")
    check_page(ada)
    assert "180" in ada.locator("body").inner_text()


def test_messages_reach_people_in_their_own_language(school, visitor):
    page = visitor(viewport=PHONE, language="nl")
    lotte = Applicant("Lotte", "Maes", "lotte@mail.example")
    apply(page, lotte, language="nl", campus="Gent")
    message = school.mailbox.wait_for(lotte.email)
    assert "aanvraag" in text_of(message).lower()
    html = next(part for part in message.walk() if part.get_content_type() == "text/html")
    assert 'lang="nl"' in html.get_payload(decode=True).decode()
