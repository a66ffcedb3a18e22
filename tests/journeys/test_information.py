"""The information pages in every language, on a phone."""

import pytest

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import follow

pytestmark = pytest.mark.journey

PAGES = (
    "/nl/",
    "/fr/",
    "/en/",
    *(f"/info/{code}/" for code in ("de", "ar", "uk", "tr", "es")),
    "/nl/privacy/",
    "/fr/questions/",
    "/en/for-whom/",
    "/info/uk/for-whom/",
    "/info/ar/how-it-goes/",
)
TRACK_LINK = "#tracks a"
# What a right-to-left page says of itself.
RIGHT_TO_LEFT = "/info/ar/"


def test_every_language_reads_well_on_a_phone(school, visitor):
    page = visitor(viewport=PHONE, javascript=False)
    for address in PAGES:
        assert page.goto(address).status == 200
        check_page(page)
        direction = page.locator("html").get_attribute("dir") or "ltr"
        assert (direction == "rtl") == address.startswith(RIGHT_TO_LEFT), address


def test_from_the_front_page_to_a_track_to_the_form(school, visitor):
    page = visitor(viewport=PHONE, javascript=False)
    page.goto("/nl/")
    follow(page, page.locator(TRACK_LINK).first)
    assert "/nl/tracks/" in page.url
    check_page(page)
    follow(page, page.locator("a.button--go").first)
    assert page.url.split("?")[0].endswith("/nl/apply/")


def test_from_a_page_in_arabic_to_the_form(school, visitor):
    page = visitor(viewport=PHONE, language="fr")
    page.goto(RIGHT_TO_LEFT)
    follow(page, page.locator("a.button--go").first)
    assert page.url.split("?")[0].endswith("/fr/apply/")
    check_page(page)
    for address in ("/fr/apply/help/", "/nl/apply/help/"):
        page.goto(address)
        check_page(page)
