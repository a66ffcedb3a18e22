"""A learner signs for a laptop, graduates, and an employer checks the certificate."""

import io
import json
import re

import pytest
from PIL import Image

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import follow, go_on, sign_in

pytestmark = pytest.mark.journey
ADA = "ada@becode.example"
SET_UP = """
import json
from datetime import timedelta
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.people.workflow import create_person
from becode.portal.access import personal_link
from cohorts import calendar
from cohorts.models import Enrolment, Laptop, Requirement, Track
from cohorts.workflow import enrolments
from cohorts.workflow.cohorts import plan_cohort, start_cohort
at = clock.now()
track = Track.objects.create(
    code="CERT", name_nl="Testers", name_fr="Testers", name_en="Testers",
    active_to=clock.today() - timedelta(days=1))
campus = Campus.objects.get(code="GNT")
track.campuses.set([campus])
Requirement.objects.create(
    track=track, position=1, kind="checked", text_nl="p", text_fr="p",
    text_en="A portfolio is online")
Requirement.objects.create(track=track, position=2, kind="laptop")
first = clock.today() - timedelta(days=4)
while not calendar.is_training_day(first):
    first -= timedelta(days=1)
cohort = plan_cohort(
    track=track, campus=campus, code="GNT-Certificate-1", start_on=first, actor=SYSTEM, at=at)
person = create_person(
    actor=SYSTEM, at=at, first_name="Safiya", last_name="Graduate", contact_language="en",
    email="safiya@mail.example")
enrolment = enrolments.take_seat(cohort=cohort, person=person, actor=SYSTEM, at=at)
start_cohort(cohort=cohort, actor=SYSTEM, at=at)
laptop = Laptop.objects.create(campus=campus, tag="GNT-J-001")
print(json.dumps({"cohort": cohort.pk, "enrolment": enrolment.pk, "laptop": laptop.pk,
    "link": personal_link(person, at=at)}))
"""


def sign(page) -> None:
    """Draw something in the field."""
    field = page.locator("canvas")
    field.scroll_into_view_if_needed()
    frame = field.bounding_box()
    x, y = frame["x"] + 40, frame["y"] + frame["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(x + step * 20, y + (-1) ** step * 15)
    page.mouse.up()


def test_graduating_and_checking_a_certificate(school, visitor):
    keys = json.loads(school.command("shell", "-v0", "-c", SET_UP))
    ada = visitor()
    sign_in(ada, school, ADA)

    # The laptop goes out with a signature that is drawn, and stands in the way of graduating.
    ada.goto(f"/staff/laptop/{keys['laptop']}/hand-over/")
    check_page(ada)
    ada.locator("[name=enrolment]").select_option(str(keys["enrolment"]))
    ada.locator("[name=condition]").fill("New")
    sign(ada)
    follow(ada, ada.get_by_role("button", name="Hand over"))
    check_page(ada)
    assert ada.locator(".staff-signed path").get_attribute("d").startswith("M")
    loan = ada.url
    ada.goto(f"/staff/cohort-graduation/{keys['cohort']}/")
    check_page(ada)
    assert ada.locator("[name=chosen]").count() == 0

    ada.goto(loan)
    follow(ada, ada.get_by_role("link", name="Take it back"))
    check_page(ada)
    sign(ada)
    follow(ada, ada.get_by_role("button", name="Take it back"))
    ada.goto(f"/staff/graduation/{keys['enrolment']}/")
    check_page(ada)
    follow(ada, ada.get_by_role("button", name="Yes, this is met"))
    check_page(ada)
    ada.goto(f"/staff/cohort-graduation/{keys['cohort']}/")
    check_page(ada)
    follow(ada, ada.get_by_role("button", name="Graduate those who are ticked"))
    assert "Safiya Graduate has graduated." in ada.locator("body").inner_text()

    ada.goto(f"/staff/cohorts/enrolment/{keys['enrolment']}/change/")
    check_page(ada)
    follow(ada, ada.locator("a.staff-button", has_text="Certificate").first)
    check_page(ada)
    certificate = ada.url
    address = re.search(r"/en/certificates/[\w-]+/", ada.content())[0]
    with ada.expect_download() as download:
        ada.get_by_role("link", name="Download the PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")

    employer = visitor(viewport=PHONE, javascript=False)
    employer.goto(address)
    check_page(employer)
    said = employer.locator("main").inner_text()
    assert "This certificate is valid" in said
    assert "Safiya Graduate" in said

    ada.goto(certificate)
    follow(ada, ada.get_by_role("link", name="Revoke"))
    check_page(ada)
    ada.locator("[name=reason]").fill("Made by mistake")
    follow(ada, ada.get_by_role("button", name="Revoke"))
    employer.goto(address)
    check_page(employer)
    said = employer.locator("main").inner_text()
    assert "This certificate is not valid any more" in said
    assert "Made by mistake" not in said


def photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "JPEG")
    return {"name": "waiver.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_a_learner_completes_the_file_and_tells_who_they_are(school, visitor):
    """On a phone without scripts; the coach then verifies with the keyboard."""
    script = SET_UP.replace("CERT", "FILE").replace("Certificate-1", "File-1")
    script = script.replace("safiya@", "farah@").replace("GNT-J-001", "GNT-J-002")
    keys = json.loads(school.command("shell", "-v0", "-c", script))
    farah = visitor(viewport=PHONE, javascript=False)
    farah.goto(keys["link"])
    go_on(farah)
    check_page(farah)
    follow(farah, farah.get_by_role("link", name="Open my file"))
    check_page(farah)
    follow(farah, farah.get_by_role("link", name="Send a photo or a file").first)
    check_page(farah)
    farah.locator("[name=file]").set_input_files(photo())
    go_on(farah)
    check_page(farah)
    assert "We have it and look at it." in farah.locator("main").inner_text()
    farah.goto("/en/my/training/start/")
    check_page(farah)
    farah.locator("[name=schooling][value='3']").check(force=True)
    farah.locator("[name=housing][value=unsaid]").check(force=True)
    go_on(farah)
    for page in ("why", "requirements"):
        farah.goto(f"/en/my/training/{page}/")
        check_page(farah)

    ada = visitor()
    sign_in(ada, school, ADA)
    for page in (f"first-week/{keys['cohort']}", f"entry-record/{keys['enrolment']}"):
        ada.goto(f"/staff/{page}/")
        check_page(ada)
    assert ada.locator("[name=housing][value=unsaid]").is_checked()
    assert ada.locator("[name=born_in][value=not_asked]").is_checked()
    ada.goto(f"/staff/cohort-file/{keys['cohort']}/")
    check_page(ada)
    cells = ada.locator("[data-cell]")
    cells.first.focus()
    assert cells.first.inner_text() == "Received"
    with ada.expect_navigation():
        ada.keyboard.press("v")
    assert "Verified: Waiver of job search" in ada.locator("body").inner_text()
    cells.first.focus()
    ada.keyboard.press("ArrowRight")
    assert ada.evaluate("document.activeElement.textContent.trim()") == "Missing"
