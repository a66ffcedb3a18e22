"""A mentor without an account, by link: the sheet before the start, hours, an evaluation."""

import pytest

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import READY, follow, go_on

pytestmark = pytest.mark.journey

# Mira, who only answers by links, has an intern since 40 days, and one who comes next week.
BEGIN = """
from datetime import timedelta
from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core import clock
from becode.people.models import Person
from cohorts.models import Cohort, Enrolment, Track
from placements.models import (
    Company, CompanyContact, Internship, InternshipEvaluation, Position, Proposal,
)
from placements.workflow.links import make_link
at, today = clock.now(), clock.today()
campus = Campus.objects.get(code="BXL")
company = Company.objects.create(name="Bakkerij Zon", created_at=at)
user = User.objects.create(email="mira.mentor@zon.example", name="Mira Mentor", language="nl")
mira = CompanyContact.objects.create(company=company, user=user, has_portal=False)
position = Position.objects.create(
    company=company, campus=campus, title="Webshop", tasks="Bouw mee.", places=2, places_taken=2,
    site="Nieuwstraat 1, 1000 Brussel", posted_at=at, state="filled",
)
cohort = Cohort.objects.create(
    track=Track.objects.order_by("pk")[0], campus=campus, code="BXL-Mentor", state="internship",
    start_on=today - timedelta(days=260), end_on=today - timedelta(days=41), seats_taken=2,
)
made = []
for name, state, first_on in (
    ("Noor", "running", today - timedelta(days=40)), ("Sami", "planned", today + timedelta(days=7))
):
    person = Person.objects.create(first_name=name, contact_language="nl", created_at=at)
    enrolment = Enrolment.objects.create(
        person=person, cohort=cohort, enrolled_at=at, started_on=cohort.start_on,
        state="on_internship" if state == "running" else "in_training",
    )
    proposal = Proposal.objects.create(
        position=position, enrolment=enrolment, state="accepted", proposed_at=at, answered_at=at,
        learner_agreed_at=at,
    )
    made.append(Internship.objects.create(
        enrolment=enrolment, proposal=proposal, position=position, company=company, mentor=mira,
        start_on=first_on, end_on=first_on + timedelta(days=88),
        schedule={str(day): ["09:00", "17:00", 60] for day in range(5)},
    ))
running, coming = made
internship = running
"""
BEGUN = """
running.refresh_from_db()
Internship.objects.filter(pk=running.pk).update(state="running")
evaluation = InternshipEvaluation.objects.create(
    internship=running, moment="week_4", by="mentor", due_on=today
)
links = (
    ("evaluate", {"evaluation": evaluation}),
    ("month", {"internship": running}),
    ("workstation", {"internship": coming}),
)
print(*(make_link(purpose=purpose, at=at, days=30, contact=mira, **about)
        for purpose, about in links))
"""
ASK = """
from placements.models import Internship
running, coming = Internship.objects.filter(company__name="Bakkerij Zon").order_by("start_on")
one = running.evaluations.get()
month = running.months.get()
sheet = coming.workstation_sheet
print("answer", one.filed_by, one.marks["technical"], one.marks["teamwork"], one.would_hire,
      month.confirmed_by, month.planned - month.present, bool(sheet.signed_at), sheet.signed_by,
      sep="|")
"""


@pytest.mark.parametrize("language", ["nl"])
def test_a_mentor_evaluates_confirms_and_signs_on_a_phone_without_an_account(
    school, visitor, language
):
    words = school.command("shell", "-v0", "-c", BEGIN + READY + BEGUN).split()
    evaluate, month, workstation = words[-3:]
    page = visitor(viewport=PHONE, language=language)

    # The evaluation: begun, saved, found again, handed in.
    page.goto(f"/{language}/link/evaluate/{evaluate}/")
    check_page(page)
    page.locator("[name=technical][value='4']").check(force=True)
    page.locator("[name=strengths]").fill("Stelt goede vragen. <b>☀</b>")
    follow(page, page.locator("button[value=file]"))
    check_page(page)
    assert page.locator(".summary a").count() == 5, "four skills and the question about hiring"
    assert page.locator("[name=strengths]").input_value() == "Stelt goede vragen. <b>☀</b>"
    page.goto(f"/{language}/link/evaluate/{evaluate}/")
    assert page.locator("[name=technical][value='4']").is_checked()
    for skill in ("autonomy", "communication", "punctuality"):
        page.locator(f"[name={skill}][value='3']").check(force=True)
    page.locator("[name=teamwork][value='0']").check(force=True)
    page.locator("[name=would_hire][value=yes]").check(force=True)
    follow(page, page.locator("button[value=file]"))
    check_page(page)
    assert page.locator("form[method=post] [name=technical]").count() == 0

    # The hours of the first month: one day was shorter.
    page.goto(f"/{language}/link/hours/{month}/")
    check_page(page)
    page.locator("details.panel > summary").click()
    check_page(page)
    line = page.locator(".day-lines li:has(select)").first
    line.locator("select").select_option("shorter")
    line.locator("input").fill("4")
    go_on(page)
    check_page(page)

    # The sheet of the next intern: filled in, read, signed with a finger.
    page.goto(f"/{language}/link/workstation/{workstation}/")
    check_page(page)
    page.locator("[name=risks]").fill("Lang zitten")
    go_on(page)
    check_page(page)
    page.locator("canvas").scroll_into_view_if_needed()
    frame = page.locator("canvas").bounding_box()
    page.mouse.move(frame["x"] + 30, frame["y"] + 30)
    page.mouse.down()
    page.mouse.move(frame["x"] + 120, frame["y"] + 60, steps=5)
    page.mouse.up()
    go_on(page)
    check_page(page)

    answer = school.command("shell", "-v0", "-c", ASK).split("answer|")[1].strip()
    assert answer == "Mira Mentor|4|0|yes|Mira Mentor|180|True|Mira Mentor"
