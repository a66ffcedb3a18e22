"""An agreement on three screens: a company by link on a phone, a learner without JavaScript, a
colleague; with a correction in between that one of them has to sign again.
"""

import json

import pytest

from tests.journeys.conftest import DESK, PHONE, check_page, link_in
from tests.journeys.steps import follow, go_on, open_personal_link, sign_in
from tests.journeys.test_certificate import sign

pytestmark = pytest.mark.journey
ADA = "ada@becode.example"
BOSS, LEARNER = "boss@zenith.example", "yasmin@mail.example"
SET_UP = """
import json
from datetime import date, timedelta
from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.people.workflow import create_person
from cohorts import calendar
from cohorts.models import Track
from cohorts.workflow import enrolments
from cohorts.workflow.cohorts import plan_cohort, start_cohort
from placements.models import Company, CompanyContact, Internship, Position, Proposal
from placements.workflow import agreements
at, today = clock.now(), clock.today()
campus = Campus.objects.get(code="BXL")
Campus.objects.filter(pk=campus.pk).update(address="Cantersteen 10", postcode="1000")
track = Track.objects.create(
    code="AGR", name_nl="Webontwikkelaar", name_fr="Développeur web", name_en="Web developer",
    active_to=today - timedelta(days=1))
track.campuses.set([campus])
first = today - timedelta(days=4)
while not calendar.is_training_day(first):
    first -= timedelta(days=1)
cohort = plan_cohort(
    track=track, campus=campus, code="BXL-Agreement-1", start_on=first, actor=SYSTEM, at=at)
person = create_person(
    actor=SYSTEM, at=at, first_name="Yasmin", last_name="El Amrani", contact_language="fr",
    preferred_name="ياسمين", email="yasmin@mail.example")
person.legal_name, person.born_on = "Yasmin El Amrani", date(1999, 4, 3)
person.address, person.postcode, person.municipality = "Kerkstraat 3", "1000", "Brussel"
person.save()
enrolment = enrolments.take_seat(cohort=cohort, person=person, actor=SYSTEM, at=at)
start_cohort(cohort=cohort, actor=SYSTEM, at=at)
company = Company.objects.create(
    name="Zenith", number="0123456749", address="Nieuwstraat 1", postcode="1000",
    municipality="Brussel", created_at=at)
boss = CompanyContact.objects.create(
    company=company, job_title="Manager", roles=["signatory"], has_portal=False,
    user=User.objects.create(email="boss@zenith.example", name="Bart Baas", language="nl"))
mentor = CompanyContact.objects.create(
    company=company, job_title="Developer", roles=["mentor"], has_portal=False,
    user=User.objects.create(email="mentor@zenith.example", name="Mia Mentor", language="nl"))
position = Position.objects.create(
    company=company, campus=campus, title="Junior developer", tasks="Pages", site="Brussel",
    languages=["nl"], posted_at=at, state="filled", places_taken=1)
enrolment.refresh_from_db()
proposal = Proposal.objects.create(
    position=position, enrolment=enrolment, state="accepted", proposed_at=at, answered_at=at,
    learner_agreed_at=at)
start = today + timedelta(days=21)
internship = Internship.objects.create(
    enrolment=enrolment, proposal=proposal, position=position, company=company, mentor=mentor,
    start_on=start, end_on=start + timedelta(days=88), frame="brussels",
    schedule={str(day): ["09:00", "17:00", 60] for day in range(5)}, telework_days=1,
    objectives=[{"competence": "Frontend", "task": "Bouwt schermen met het team", "level": 3},
                {"competence": "Versiebeheer", "task": "Werkt met takken", "level": 2}],
    insured_by="school", insurer="Ethias", policy_number="45.123", dimona_by="office")
ada = User.objects.get(email="ada@becode.example")
agreement = agreements.make(
    internship=internship, signatories=[boss], school_user=ada, actor=SYSTEM, at=at)
print(json.dumps({"agreement": agreement.pk, "person": person.pk,
    "internship": internship.pk}))
"""
CORRECTION = """
from becode.people.models import Person
one = Person.objects.get(pk=PERSON)
one.address = "Kerkstraat 13"
one.save()
"""


def test_three_parties_sign_and_a_typo_costs_one_of_them_a_second_signature(school, visitor):
    keys = json.loads(school.command("shell", "-v0", "-c", SET_UP))

    # The manager signs by the link in the message, with a finger, without an account.
    boss = visitor(viewport=PHONE, language="nl")
    boss.goto(link_in(school.mailbox.wait_for(BOSS)))
    check_page(boss)
    assert "El Amrani" not in boss.content()
    follow(boss, boss.locator("[name=who][value=me]"))
    check_page(boss)
    assert "Yasmin El Amrani" in boss.content()
    sign(boss)
    boss.locator("[name=place]").fill("Brussel")
    boss.locator("[name=agrees]").check(force=True)
    go_on(boss)
    check_page(boss)
    assert boss.locator("canvas").count() == 0

    # The learner reads it in French without JavaScript, and sees a typo in her address.
    learner = visitor(viewport=PHONE, language="fr", javascript=False)
    open_personal_link(learner, school.mailbox.wait_for(LEARNER))
    check_page(learner)
    assert "Convention de stage" in learner.content()
    learner.locator("[name=typed]").fill("Yasmin El Amrani")
    learner.locator("[name=agrees]").check(force=True)
    go_on(learner)
    check_page(learner)

    # A colleague corrects it: the preview says that the learner alone signs again.
    ada = visitor(viewport=DESK)
    sign_in(ada, school, ADA)
    school.command("shell", "-v0", "-c", CORRECTION.replace("PERSON", str(keys["person"])))
    ada.goto(f"/staff/correct-agreement/{keys['agreement']}/")
    check_page(ada)
    assert "Signature stays" in ada.content()
    assert "Must sign again" in ada.content()
    ada.locator("[name=reason]").fill("A typo in the address")
    follow(ada, ada.get_by_role("button", name="Correct it like this"))
    check_page(ada)
    follow(ada, ada.get_by_role("link", name="Sign for the school"))
    check_page(ada)
    sign(ada)
    ada.locator("[name=agrees]").check(force=True)
    follow(ada, ada.get_by_role("button", name="Sign the agreement"))
    check_page(ada)

    # The link in the message leads the learner to the corrected one, with what changed.
    open_personal_link(learner, school.mailbox.wait_for(LEARNER, "Kerkstraat 13"))
    check_page(learner)
    assert "Kerkstraat 13" in learner.content()
    learner.locator("[name=typed]").fill("Yasmin El Amrani")
    learner.locator("[name=agrees]").check(force=True)
    go_on(learner)
    check_page(learner)

    # That was the last signature: the old link of the manager leads to the signed file.
    boss.reload()
    check_page(boss)
    with boss.expect_download() as download:
        boss.locator("main a.button--go").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF-1.7")
