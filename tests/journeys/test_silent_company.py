"""A company that stays silent, end to end: proposed in a round, reminded, called, ended, over."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import PHONE, check_page, link_in, text_of
from tests.journeys.steps import follow, go_on, sign_in

pytestmark = pytest.mark.journey

PIM = "pim.silent@becode.example"
OLGA = "olga.silent@quiet.example"
SAMIRA = "samira.silent@mail.example"
# A learner whose internship begins in six weeks, an officer, and a company with one place.
BEGIN = f"""
from datetime import timedelta
from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.people.workflow import create_person, give_consents
from cohorts.models import Cohort, Enrolment, Track
from placements.workflow import companies, positions
at, today = clock.now(), clock.today()
campus = Campus.objects.get(code="ANT")
officer = User.objects.create(email="{PIM}", name="Pim", language="en", roles=["placement"])
officer.campuses.add(campus)
cohort = Cohort.objects.create(
    track=Track.objects.order_by("pk")[0], campus=campus, code="ANT-Silent", state="running",
    start_on=today - timedelta(days=150), end_on=today + timedelta(days=35), seats_taken=1,
    internship_start_on=today + timedelta(days=42),
    internship_end_on=today + timedelta(days=132),
)
samira = create_person(
    first_name="Samira", last_name="Canarysilent", email="{SAMIRA}", contact_language="nl",
    lesson_levels={{"nl": "yes"}}, actor=SYSTEM, at=at,
)
give_consents(
    person=samira, purposes=["share_profile"], text_version="1", language="nl",
    channel="form", actor=SYSTEM, at=at,
)
Enrolment.objects.create(
    person=samira, cohort=cohort, state="in_training", enrolled_at=at,
    started_on=today - timedelta(days=150), profile="Bouwt met zorg.", skills=["HTML"],
)
company = companies.create_company(
    name="Stilte & Zoon", number="", campuses=[campus], actor=SYSTEM, at=at
)
companies.invite_contact(
    company=company, name="Olga Stil", email="{OLGA}", language="fr", actor=SYSTEM, at=at
)
positions.post(
    company=company, title="Silent developer", tasks="Bouwen.", campus=campus,
    site="Kaai 1, 2000 Antwerpen", languages=["nl"], actor=SYSTEM, at=at,
)
print(cohort.pk)
"""
# What the job does every ten minutes, at a moment to come; the messages leave with it.
END = """
import json
from datetime import datetime
from becode.core import clock
from becode.messages.deliver import deliver_ready
from placements.workflow.silence import end_silent
at = datetime.fromisoformat("%s")
with clock.set_to(at):
    ended = end_silent(at=at)
    deliver_ready(at=at)
print(json.dumps({"ended": ended}))
"""


def in_days(number: int) -> datetime:
    """Shortly after nine in Brussels so many days on: messages of that day are due."""
    day = datetime.now(ZoneInfo("Europe/Brussels")) + timedelta(days=number)
    return max(day, day.replace(hour=9, minute=0)) + timedelta(minutes=5)


def sweep(school, number: int) -> int:
    """Reminders of that day; answers how many messages there were before."""
    before = len(school.mailbox.messages)
    counts = json.loads(school.command("sweep", "--at", in_days(number).isoformat()))
    assert "errors" not in counts
    return before


def end(school, number: int) -> int:
    """The end of that day; answers how many proposals it ended."""
    out = school.command("shell", "-v0", "-c", END % in_days(number).isoformat())
    return json.loads(out.splitlines()[-1])["ended"]


def test_a_silent_company(school, visitor):
    cohort = school.command("shell", "-v0", "-c", BEGIN).split()[-1]

    # The officer sees who has no place, looks at a round of one, and sends it.
    pim = visitor()
    sign_in(pim, school, PIM)
    pim.goto(f"/staff/matching/?cohort={cohort}&view=list")
    check_page(pim)
    words = pim.locator("main, #content").first.inner_text()
    assert "Samira Canarysilent" in words
    assert "6 weeks left" in words
    pim.locator("input[name=pair]").first.check()
    follow(pim, pim.locator(".matching-send button"))
    check_page(pim)
    assert "Olga Stil" in pim.content()
    follow(pim, pim.locator("form button.staff-button-primary"))
    pim.wait_for_url("**/staff/matching/**")
    check_page(pim)
    assert "Stilte & Zoon" in pim.locator("main, #content").first.inner_text()

    # The learner is told on her phone, and says that she wants it too.
    told = school.mailbox.wait_for(SAMIRA, "Stilte")
    samira = visitor(viewport=PHONE, language="nl")
    samira.goto(link_in(told))
    go_on(samira)
    samira.wait_for_url("**/my/proposals/**")
    check_page(samira)
    follow(samira, samira.locator("button[name=answer][value=yes]"))
    check_page(samira)

    # The company hears of her by first name, twice more, and then the officer is asked to call.
    first = school.mailbox.wait_for(OLGA, "Samira")
    for message in (first, *_reminders(school)):
        assert "Canarysilent" not in text_of(message)
        assert SAMIRA not in text_of(message)
    before = sweep(school, 10)
    school.mailbox.wait_for(PIM, "Samira", since=before)

    # A look at the page does not count as an answer.
    olga = visitor(viewport=PHONE, language="fr")
    sign_in(olga, school, OLGA)
    follow(olga, olga.locator("main a[href*='/proposals/']").first)
    check_page(olga)
    assert "Canarysilent" not in olga.content()

    # Two weeks after the proposal it ends by itself, once, with a text for each of the three.
    before = len(school.mailbox.messages)
    assert (end(school, 13), end(school, 14), end(school, 14)) == (0, 1, 0)
    to_olga = school.mailbox.wait_for(OLGA, "Samira", since=before)
    to_samira = school.mailbox.wait_for(SAMIRA, "Stilte", since=before)
    to_pim = school.mailbox.wait_for(PIM, "Samira", since=before)
    assert len({text_of(message) for message in (to_olga, to_samira, to_pim)}) == 3

    olga.reload()
    check_page(olga)
    assert olga.locator("a[href$='/accept/']").count() == 0
    samira.reload()
    check_page(samira)
    assert samira.locator("button[name=answer]").count() == 0
    pim.goto(f"/staff/matching/?cohort={cohort}&view=list")
    assert pim.locator("input[name=pair]").count() == 1

    rules = json.loads(school.command("check_invariants"))
    assert rules["broken"] == 0


def _reminders(school):
    for number in (3, 7):
        before = sweep(school, number)
        yield school.mailbox.wait_for(OLGA, "Samira", since=before)
