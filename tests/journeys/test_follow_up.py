"""Somebody who left is asked on a phone what they do now, and never signs in for it."""

import json
import re

import pytest

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import follow, sign_in

pytestmark = pytest.mark.journey
ADA = "ada@becode.example"

# A graduate and a drop-out with a question that waits, and a job that lacks its proof.
SET_UP = """
import json
from datetime import timedelta
from dateutil.relativedelta import relativedelta
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.people.workflow import create_person
from becode.portal.access import personal_link
from cohorts.models import Cohort, Enrolment, Track
from placements.enums import LinkPurpose
from placements.models import ExitForm, FollowUp
from placements.workflow import follow_up_plan
from placements.workflow.links import make_link
at, today = clock.now(), clock.today()
cohort = Cohort.objects.create(
    track=Track.objects.get(code="WEB"), campus=Campus.objects.get(code="BXL"),
    code="BXL-After-1", start_on=today - timedelta(days=300), end_on=today - timedelta(days=40))
def gone(first_name, email, language, **exit):
    person = create_person(actor=SYSTEM, at=at, first_name=first_name, last_name="",
        email=email, contact_language=language)
    return Enrolment.objects.create(person=person, cohort=cohort, enrolled_at=at, **exit)
nour = gone("نور الهدى", "nour@mail.example", "nl", state="graduated",
    graduated_on=today - relativedelta(months=1))
karel = gone("Karel", "karel@mail.example", "nl", state="left",
    left_on=today - relativedelta(months=1) - timedelta(days=20))
fresh = gone("Fresh", "fresh@mail.example", "nl", state="left", left_on=today)
Cohort.objects.filter(pk=cohort.pk).update(seats_taken=3)
follow_up_plan.plan_follow_ups()
follow_up_plan.plan_exit_forms()
def link(enrolment):
    question = FollowUp.objects.get(enrolment=enrolment, months=1)
    return make_link(purpose=LinkPurpose.FOLLOW_UP, at=at, days=60, follow_up=question)
print(json.dumps({"nour": link(nour), "exit": personal_link(fresh.person, at=at)}))
"""
JOBS = """
import json
from becode.core import clock
from placements.enums import LinkPurpose
from placements.models import FollowUp, JobPlacement
from placements.workflow.links import make_link
jobs = JobPlacement.objects.filter(enrolment__cohort__code="BXL-After-1").order_by("pk")
link = make_link(purpose=LinkPurpose.PROOF, at=clock.now(), days=60, job=jobs.last())
asked = FollowUp.objects.filter(enrolment__cohort__code="BXL-After-1", months=1)
print(json.dumps({"proof": link, "jobs": [(job.employer_name, job.state) for job in jobs],
    "answers": {row.enrolment.person.first_name: [row.state, row.answer] for row in asked}}))
"""


# What a tap in the middle of "skip" would press, at once and once the page has settled.
UNDER_A_TAP = """page => {
  const skip = page.querySelector("button[value=skip]");
  skip.scrollIntoView();
  page.style.animation = "none";
  page.getBoundingClientRect();
  page.style.animation = "";
  const [settling] = page.getAnimations();
  settling.pause();
  const box = skip.getBoundingClientRect();
  return [0, settling.effect.getComputedTiming().duration].map((moment) => {
    settling.currentTime = moment;
    const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return found && page.contains(found) ? found.closest("button")?.value ?? null : null;
  });
}"""


def shown(page) -> str:
    return re.sub(r"\s+", " ", page.locator("main").inner_text())


def press(page, name: str) -> None:
    follow(page, page.locator("main").get_by_role("button", name=name, exact=True).first)
    check_page(page)


def ask(school, script: str):
    return json.loads(school.command("shell", "-v0", "-c", script).splitlines()[-1])


@pytest.fixture(scope="module")
def gone(school):
    return ask(school, SET_UP)


def test_one_tap_on_a_phone_twice_and_on_a_second_device(school, visitor, gone):
    address = f"/nl/link/after/{gone['nour']}/"
    page = visitor(viewport=PHONE, language="nl", javascript=False)
    page.goto(address)
    check_page(page)
    assert "نور" not in page.content()
    assert "Wat doe je nu?" in shown(page)
    button = page.locator("main").get_by_role("button", name="Ik werk", exact=True)
    box = button.bounding_box()
    assert box["height"] >= 44
    with page.expect_navigation():
        button.dblclick()
    # The second tap sends once more: going on while it is under way would break one off.
    page.wait_for_load_state("networkidle")
    page.goto(address)
    assert "twee korte vragen" in shown(page)
    # A slow second tap meets this page: at first it presses nothing.
    assert page.locator(".settles").evaluate(UNDER_A_TAP) == [None, "skip"]

    other = visitor(viewport=PHONE, language="nl")
    other.goto(address)
    check_page(other)
    other.locator("[name=place]").fill("شركة Hill")
    other.locator("[name=since_on]").fill("2026-01-12")
    press(other, "Versturen")
    assert "Ik werk" in shown(other)
    assert "Hill" not in other.content()
    found = ask(school, JOBS)
    assert found["jobs"] == [["شركة Hill", "reported"]]
    assert found["answers"]["نور الهدى"] == ["answered", "working"]

    # The proof: a photo from the phone.
    page.goto(f"/nl/link/proof/{found['proof']}/")
    check_page(page)
    assert "Hill" not in page.content()
    page.locator("[name=file]").set_input_files(
        {"name": "loonbrief.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 pay"}
    )
    press(page, "Versturen")
    assert "Bedankt! We hebben het" in shown(page)

    # It was not right: the other answer counts.
    page.goto(address)
    follow(page, page.locator("main").get_by_role("link", name="Mijn antwoord veranderen"))
    press(page, "Ik zoek werk")
    press(page, "Dit overslaan")
    press(page, "Vraag me niets meer")
    assert ask(school, JOBS)["answers"]["نور الهدى"] == ["answered", "seeking"]


def test_the_form_at_the_exit_on_the_own_page(school, visitor, gone):
    page = visitor(viewport=PHONE, language="nl", javascript=False)
    page.goto("/" + gone["exit"].split("/", 3)[3])
    follow(page, page.locator("form button.button--go").last)
    follow(page, page.locator("main a[href*='/my/exit/']").first)
    check_page(page)
    press(page, "Versturen")
    assert page.locator(".field--bad").count() == 1
    page.locator("[name=situation][value=working]").check(force=True)
    press(page, "Versturen")
    assert "/my/" in page.url
    assert page.locator("a[href*='/my/exit/']").count() == 0


def test_a_colleague_calls_who_did_not_answer(school, visitor, gone):
    desk = visitor(language="en")
    sign_in(desk, school, ADA)
    desk.goto("/staff/calls-after/")
    assert "Karel" in desk.locator("#main, main, body").first.inner_text()
    desk.locator("[name=note]").fill("Spoke with his sister.")
    with desk.expect_navigation():
        desk.locator("button[name=outcome][value=left_message]").click()
    assert "Nobody to call" in desk.content()
