"""What readers choose about our messages, and what colleagues do about those that came back."""

import base64
import json
import re

import pytest

from tests.journeys.conftest import DESK, PHONE, check_page, link_in
from tests.journeys.stack import REPORTS, text_of
from tests.journeys.steps import follow, sign_in

pytestmark = pytest.mark.journey

# Somebody on the waitlist of Brussels; prints the key of the application.
WAITS = """
from django.utils import timezone
from applicants.models import Application, CampusChoice
from applicants.workflow import waitlist
from becode.campuses.models import Campus
from becode.core.actors import SYSTEM
from becode.people.workflow import create_person
from cohorts.models import Track
at, campus = timezone.now(), Campus.objects.get(code="BXL")
person = create_person(actor=SYSTEM, at=at, first_name="%(name)s", last_name="Attend",
    email="%(email)s", phone="%(phone)s", contact_language="fr")
application = Application.objects.create(person=person, track=Track.objects.get(code="WEB"),
    campus=campus, state="admitted", submitted_at=at, eligible_at=at)
CampusChoice.objects.create(application=application, campus=campus, rank=1)
waitlist.join(application=application, actor=SYSTEM, at=at)
print(application.pk)
"""
# What we tell them each month, and what they need to know.
TELL = """
from django.utils import timezone
from applicants.models import Application
from applicants.notifications import MonthlyPlace, OnWaitlist
from becode.messages.compose import send
application = Application.objects.get(pk=%(key)s)
send(%(kind)s(application), at=timezone.now(), dedupe="%(dedupe)s")
"""
BECAME = """
from becode.messages.models import Message
row = Message.objects.get(kind="applicants.monthly_place", dedupe_key__endswith=":%(dedupe)s")
print(row.state, row.outcome)
"""
# Words of the two messages.
MONTHLY, NEEDED = "Voici où vous êtes sur la liste", "deux jours pour répondre"
EACH_MONTH = "Votre place sur la liste d’attente, chaque mois"


def waits(school, name, *, phone=""):
    """The key of an application, and the address of its person."""
    email = f"{name.lower()}.attend@mail.example"
    words = {"name": name, "email": email, "phone": phone}
    return school.command("shell", "-v0", "-c", WAITS % words).split()[-1], email


def tell(school, key, kind, dedupe):
    script = TELL % {"key": key, "kind": kind, "dedupe": dedupe}
    school.command("shell", "-v0", "-c", script)


def became(school, dedupe):
    return school.command("shell", "-v0", "-c", BECAME % {"dedupe": dedupe}).split()[-2:]


def main_of(page) -> str:
    return re.sub(r"\s+", " ", page.locator("main").inner_text())


def test_a_reader_chooses_on_a_phone_what_they_get(school, visitor):
    key, address = waits(school, "Yasmine", phone="+32470112233")
    tell(school, key, "MonthlyPlace", "yasmine-1")
    message = school.mailbox.wait_for(address, MONTHLY)
    found = re.search(r"http://localhost:\d+/fr/messages/[^\s>]+", text_of(message))
    assert found, text_of(message)
    page = visitor(viewport=PHONE, language="fr", javascript=False)

    page.goto(found[0])
    check_page(page)
    assert "Yasmine" not in page.content()
    assert address not in page.content(), "whoever has the mail may open the page"
    assert "y•••@m•••.example" in main_of(page)
    assert page.locator("[name=topics][value=programme]").count() == 0
    assert "Cela ne se désactive pas" in main_of(page)

    page.get_by_label(EACH_MONTH).uncheck(force=True)
    page.locator("[name=way][value=email]").check(force=True)
    follow(page, page.locator("main button[type=submit]").first)
    check_page(page)
    assert not page.get_by_label(EACH_MONTH).is_checked()

    since = len(school.mailbox.messages)
    tell(school, key, "MonthlyPlace", "yasmine-2")
    tell(school, key, "OnWaitlist", "yasmine-3")
    needed = school.mailbox.wait_for(address, NEEDED, since=since)
    assert "List-Unsubscribe" not in needed, "what the programme needs cannot be switched off"
    assert became(school, "yasmine-2") == ["suppressed", "not_wanted"]

    page.get_by_label(EACH_MONTH).check(force=True)
    follow(page, page.locator("main button[type=submit]").first)
    assert page.get_by_label(EACH_MONTH).is_checked()


def test_one_click_in_a_mail_program_ends_a_topic(school, visitor):
    key, address = waits(school, "Bakary")
    tell(school, key, "MonthlyPlace", "bakary-1")
    message = school.mailbox.wait_for(address, MONTHLY)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = message["List-Unsubscribe"].strip().strip("<>")
    page = visitor(viewport=PHONE, language="fr", javascript=False)

    page.goto(link)
    check_page(page)
    assert page.get_by_label(EACH_MONTH).is_checked(), "to open it changes nothing"
    assert page.request.post(link, form={"List-Unsubscribe": "One-Click"}).status == 204
    page.goto(link)
    assert not page.get_by_label(EACH_MONTH).is_checked()
    since = len(school.mailbox.messages)
    tell(school, key, "MonthlyPlace", "bakary-2")
    tell(school, key, "OnWaitlist", "bakary-3")
    school.mailbox.wait_for(address, NEEDED, since=since)
    assert became(school, "bakary-2") == ["suppressed", "not_wanted"]


AMINA = """
from becode.accounts.models import User
from becode.campuses.models import Campus
user = User.objects.create(email="amina.returned@becode.example", name="Amina Returned",
    language="en", roles=["admissions"])
user.campuses.add(Campus.objects.get(code="BXL"))
"""


def came_back(page, address, *, secret=REPORTS) -> int:
    """What the site answers an e-mail service that tells of a mailbox that is not there."""
    told = {
        "RecordType": "Bounce",
        "ID": 42,
        "Type": "HardBounce",
        "TypeCode": 1,
        "MessageID": "unknown",
        "Details": "smtp;550 5.1.1 The email account does not exist.",
        "Email": address,
        "BouncedAt": "2026-03-02T09:00:00Z",
    }
    basic = base64.b64encode(secret.encode()).decode()
    headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/json"}
    answer = page.request.post("/hooks/mail/postmark/", data=json.dumps(told), headers=headers)
    return answer.status


def test_a_colleague_corrects_an_address_and_sends_again(school, visitor):
    school.command("shell", "-v0", "-c", AMINA)
    _key, address = waits(school, "Liv")
    school.mailbox.wait_for(address, NEEDED)
    amina = visitor(viewport=DESK, javascript=False)
    assert came_back(amina, address, secret="reports:somebody-who-guesses-the-secret") == 400
    assert came_back(amina, address) == 200

    sign_in(amina, school, "amina.returned@becode.example")
    amina.goto("/staff/")
    check_page(amina)
    assert f"Liv Attend · {address}" in amina.locator("body").inner_text()
    for width in (PHONE, DESK):
        amina.set_viewport_size(width)
        amina.goto("/staff/returned/")
        check_page(amina)
    row = amina.locator("tr", has=amina.get_by_text(address))
    assert "The email account does not exist." in row.inner_text()
    follow(amina, row.get_by_role("link", name="Correct the address of Liv Attend"))
    check_page(amina)
    amina.locator("[name=email]").fill("liv.new@mail.example")
    follow(amina, amina.get_by_role("button", name="Change e-mail and phone"))
    check_page(amina)

    since = len(school.mailbox.messages)
    lost = amina.locator("section", has=amina.get_by_role("heading", name="did not arrive"))
    follow(amina, lost.get_by_role("link", name="Send again").first)
    check_page(amina)
    follow(amina, amina.get_by_role("button", name="Send again"))
    again = school.mailbox.wait_for("liv.new@mail.example", NEEDED, since=since)
    assert visitor(viewport=PHONE).goto(link_in(again)).status == 200
    amina.goto("/staff/returned/")
    assert address not in amina.locator("body").inner_text()
