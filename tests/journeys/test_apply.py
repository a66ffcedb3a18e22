"""An applicant on a phone, without JavaScript, in French."""

import pytest

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import Applicant, apply, follow, open_personal_link

pytestmark = pytest.mark.journey

FATOU = Applicant("Fatoumata", "Diallo", "fatoumata@mail.example", phone="0470 12 34 56")


def test_apply_in_french_on_a_phone_without_javascript(site, school, visitor):
    page = visitor(viewport=PHONE, language="fr", javascript=False)
    apply(page, FATOU, language="fr", campus="Charleroi")
    message = site.mailbox.wait_for(FATOU.email)
    open_personal_link(page, message)
    assert "Fatoumata" in page.locator("main").inner_text()
    follow(page, page.locator("a[href*='/withdraw/']").first)
    check_page(page)
