"""The form for people without e-mail, and for those who go on later on another device."""

import re
import time
from pathlib import Path

import pytest

from tests.journeys.conftest import PHONE, check_page, link_in
from tests.journeys.steps import Applicant, follow, go_on, send

pytestmark = pytest.mark.journey

SAMIRA = Applicant("Samira", "Benali", "", phone="0470 77 66 55")
YUSUF = Applicant("Yusuf", "Demir", "yusuf@mail.example")
QUESTIONS = (
    "from applicants.starting import *; from becode.core import clock; "
    "add_starting_questions(at=clock.now())"
)


@pytest.fixture(scope="module")
def asking(site, school):
    """The school asks its first questions; other journeys know none."""
    site.command("shell", "-v0", "-c", QUESTIONS)
    yield site
    site.command(
        "shell",
        "-v0",
        "-c",
        "from applicants.models import *; Question.objects.update(is_active=False)",
    )


def text_message(site, *, containing: str, seconds: float = 40.0) -> str:
    """The link of the newest text message of this kind; the trial prints it on its console."""
    folder = Path(site.environment["BECODE_DATA_DIR"])
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for log in sorted(folder.glob("process-*.log")):
            found = re.findall(r"http://localhost:\d+/\S+", log.read_text())
            if wanted := [one for one in found if containing in one]:
                return wanted[-1]
        time.sleep(0.2)  # waits for another process, bounded by `seconds`
    raise AssertionError(f"no text message with {containing}")


def begin(page, applicant: Applicant, *, language: str) -> None:
    """Who they are and how to reach them."""
    page.goto(f"/{language}/apply/")
    check_page(page)
    page.locator("[name=first_name]").fill(applicant.first_name)
    page.locator("[name=last_name]").fill(applicant.last_name)
    for name, value in zip(("day", "month", "year"), applicant.born, strict=True):
        page.locator(f"[name=birth_{name}]").fill(value)
    go_on(page)
    page.locator("[name=email]").fill(applicant.email)
    page.locator("[name=phone]").fill(applicant.phone)
    page.locator(f"[name=contact_language][value={language}]").check(force=True)
    go_on(page)


def choose_course(page, *, campus: str) -> None:
    for spoken in ("nl", "fr", "en"):
        page.locator(f"[name=lesson_{spoken}][value=a_little]").check(force=True)
    go_on(page)
    page.locator("[name=track]").first.check(force=True)
    page.locator("[name=campus_1]").select_option(label=campus)
    go_on(page)


def answer_questions(page) -> None:
    """Yes to what asks yes or no, the first of what has a list, and skip what may be skipped."""
    while "/q-" in page.url:
        check_page(page)
        if "/q-support" not in page.url:
            for group in page.locator("main fieldset").all():
                group.locator("input").first.check(force=True)
        go_on(page)


def finish(page) -> None:
    page.locator("[name=motivation]").fill("J’aime apprendre.")
    page.locator("[name=heard_from]").select_option("word_of_mouth")
    go_on(page)
    check_page(page)
    page.locator("[name=application]").check(force=True)
    send(page)


def test_apply_by_phone_only_in_french(asking, visitor):
    page = visitor(viewport=PHONE, language="fr", javascript=False)
    begin(page, SAMIRA, language="fr")
    choose_course(page, campus="Charleroi")
    answer_questions(page)
    finish(page)
    page.goto(text_message(asking, containing="/fr/my/"))
    check_page(page)
    go_on(page)
    page.wait_for_url("**/my/**")
    assert "Samira" in page.locator("main").inner_text()


def test_save_go_on_elsewhere_and_send(asking, visitor):
    page = visitor(viewport=PHONE, javascript=False)
    begin(page, YUSUF, language="en")
    follow(page, page.locator("button[name=save]"))
    check_page(page)
    assert page.locator("[name=contact]").input_value() == YUSUF.email
    go_on(page)
    check_page(page)
    message = asking.mailbox.wait_for(YUSUF.email, "Your form is kept\n")
    other = visitor()
    other.goto(link_in(message))
    check_page(other)
    assert "Yusuf" not in other.content()
    go_on(other)
    assert other.url.endswith("/en/apply/languages/")
    choose_course(other, campus="Antwerp")
    answer_questions(other)
    finish(other)
    asking.mailbox.wait_for(YUSUF.email, "We have your application\n")
