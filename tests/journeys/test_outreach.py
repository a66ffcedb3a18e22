"""A social worker refers somebody, who says yes on a phone; the worker sees what is shared."""

import re

import pytest

from tests.journeys.conftest import PHONE, check_page, link_in
from tests.journeys.steps import follow, go_on, sign_in
from tests.journeys.test_whole_journey import ADA, choose, press

pytestmark = pytest.mark.journey

ELS = "els@cpas.example"
SARA = "sara@mail.example"


def add_partner(page) -> None:
    page.goto("/staff/applicants/referralpartner/add/")
    page.locator("[name=kind]").select_option("welfare")
    page.locator("[name=name]").fill("CPAS de Bruxelles")
    choose(page, "campus", "Brussel")
    follow(page, page.locator("button[name=_save], input[name=_save]").first)
    check_page(page)
    press(page, "contact", name="Els Maes", email=ELS)
    press(page, "invite", contact="1", language="en")


def look_at_the_pages_of_outreach(page) -> None:
    """Those that no journey works with, also as wide as a phone."""
    page.goto("/staff/applicants/outreachactivity/add/")
    page.locator("[name=title]").fill("Open day")
    page.locator("[name=starts_at_0]").fill("2026-11-20")
    page.locator("[name=starts_at_1]").fill("10:00")
    choose(page, "campus", "Brussel")
    follow(page, page.locator("button[name=_save], input[name=_save]").first)
    check_page(page)
    sheet = page.locator('a[href$="/sheet/"]').first.get_attribute("href")
    wide = page.viewport_size
    for address in (sheet, "/staff/outreach/results/", "/staff/imports/"):
        page.goto(address)
        check_page(page)
        page.set_viewport_size(PHONE)
        check_page(page)
        page.set_viewport_size(wide)


def refer(page) -> None:
    check_page(page)
    page.goto("/en/referrals/new/")
    check_page(page)
    page.locator("[name=first_name]").fill("Sara")
    page.locator("[name=last_name]").fill("Nkosi")
    page.locator("[name=birth_year]").fill("1990")
    page.locator("[name=email]").fill(SARA)
    page.locator("[name=language]").select_option("en")
    page.locator("[name=track]").select_option("WEB")
    page.locator("[name=campus]").select_option("BXL")
    page.locator("[name=consent_channel][value=spoken]").check()
    page.locator("[name=agreed]").check()
    go_on(page)
    page.wait_for_url(re.compile(r"/en/referrals/\d+/$"))
    check_page(page)


def test_referral_by_a_social_worker_with_confirmation(school, visitor):
    ada = visitor()
    sign_in(ada, school, ADA)
    add_partner(ada)
    look_at_the_pages_of_outreach(ada)

    invitation = school.mailbox.wait_for(ELS, "Refer people to")
    els = visitor(viewport=PHONE, javascript=False)
    els.goto(link_in(invitation))
    sign_in(els, school, ELS)
    els.goto("/en/referrals/")
    refer(els)
    assert "Waits for the person's yes" in els.locator("main").inner_text()

    sara = visitor(viewport=PHONE, javascript=False)
    sara.goto(link_in(school.mailbox.wait_for(SARA, "Do you want to apply at")))
    check_page(sara)
    assert "CPAS de Bruxelles" in sara.locator("main").inner_text()
    assert sara.locator("input[type=checkbox]:checked").count() == 0
    sara.locator("[name=shared_stages][value=received]").check()
    follow(sara, sara.locator("button[name=yes]"))
    check_page(sara)
    school.mailbox.wait_for(SARA, "We have your application\n")

    els.reload()
    text = els.locator("main").inner_text()
    assert "We have the application." in text
    assert "We read the application." not in text
    check_page(els)
