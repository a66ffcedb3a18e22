"""An absence from notice to judgement: told on a phone with a photo, judged, counted."""

import io
from pathlib import PurePath

import pytest
from PIL import Image

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import follow, go_on, sign_in

pytestmark = pytest.mark.journey

MIEKE = "mieke.absence@becode.example"
YASMINA = "yasmina.absence@mail.example"
# A learner who was not there yesterday, a manager who judges. No lessons today: at any hour the
# same counts.
BEGIN = f"""
from datetime import time, timedelta
from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core import clock
from becode.people.models import ContactPoint, Person
from becode.core.normalise import email_key
from becode.portal.access import personal_link
from cohorts.models import Cohort, Enrolment, Track, TrainingDay
at, today = clock.now(), clock.today()
campus = Campus.objects.get(code="GNT")
manager = User.objects.create(
    email="{MIEKE}", name="Mieke Manager", language="en", roles=["campus_manager"]
)
manager.campuses.add(campus)
cohort = Cohort.objects.create(
    track=Track.objects.order_by("pk")[0], campus=campus, code="GNT-Absence", state="running",
    start_on=today - timedelta(days=1), end_on=today + timedelta(days=200), seats_taken=1,
)
for step in (-1, 1):
    TrainingDay.objects.create(
        cohort=cohort, on=today + timedelta(days=step), arrive_by=time(9),
        lunch_from=time(12, 30), lunch_until=time(13, 30), leave_from=time(17),
    )
person = Person.objects.create(
    first_name="Yasmina", last_name="Benali", contact_language="nl", created_at=at
)
ContactPoint.objects.create(
    person=person, kind="email", value="{YASMINA}", key=email_key("{YASMINA}"), is_preferred=True
)
Enrolment.objects.create(
    person=person, cohort=cohort, state="in_training", enrolled_at=at, started_on=cohort.start_on
)
print("link", personal_link(person, at=at), (today - timedelta(days=1)).isoformat())
"""


def photo() -> dict:
    """What a phone's camera gives."""
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "white").save(out, "JPEG")
    return {"name": "briefje.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_an_absence_from_notice_to_judgement(school, visitor):
    words = school.command("shell", "-v0", "-c", BEGIN).split()
    link, yesterday = words[words.index("link") + 1 :][:2]

    learner = visitor(viewport=PHONE, language="nl", javascript=False)
    learner.goto(link)
    go_on(learner)
    check_page(learner)
    follow(learner, learner.locator("a[href$='/absences/new/']").first)
    check_page(learner)
    learner.locator("[name=first_on]").fill(yesterday)
    learner.locator("[name=kind][value=away]").check(force=True)
    learner.locator("[name=part][value=day]").check(force=True)
    learner.locator("[name=proof_kind][value=medical]").check(force=True)
    learner.locator("[name=words]").fill("Mijn zoon was ziek")
    learner.locator("[name=file]").set_input_files([photo()])
    go_on(learner)
    check_page(learner)
    assert learner.locator("a", has_text="briefje.jpg").count() == 1
    school.mailbox.wait_for(YASMINA)

    mieke = visitor()
    sign_in(mieke, school, MIEKE)
    mieke.goto("/staff/")
    follow(mieke, mieke.locator("a[href*='/cohorts/absence/'][href$='/change/']").first)
    check_page(mieke)
    assert "Mijn zoon was ziek" in mieke.content()
    with mieke.expect_download() as download:
        mieke.locator("a", has_text="briefje.jpg").click()
    assert PurePath(download.value.suggested_filename).suffix == ".jpg"
    told = len(school.mailbox.messages)
    follow(mieke, mieke.locator("a[href$='/do/accept/']").first)
    check_page(mieke)
    mieke.locator("[name=reason]").fill("Attest is in orde")
    mieke.keyboard.press("Tab")
    with mieke.expect_navigation():
        mieke.keyboard.press("Enter")
    assert mieke.locator(".staff-tag-good").count() >= 1

    school.mailbox.wait_for(YASMINA, since=told)
    learner.goto("/nl/my/training/absences/")
    check_page(learner)
    assert learner.locator(".tag--pine").count() == 1
    count = learner.locator("dl.facts dd").first.inner_text()
    assert count == "0", "justified is no absence"
    assert learner.locator("details.disclosure[open] > ul > li").count() == 1, (
        "the step is there to read"
    )
