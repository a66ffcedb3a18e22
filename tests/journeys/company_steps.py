"""What somebody of a company does on a phone, one step a function, in any language.

Each step takes the `Company` of the journey and leaves the browser on a page of the portal, so
that a journey is a list of steps and a new one (sign, evaluate) goes in between.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.conftest import check_page, link_in
from tests.journeys.steps import READY, follow, go_on

INVITE = """
from django.utils import timezone
from becode.campuses.models import Campus
from becode.core.actors import SYSTEM
from placements.workflow import companies
at = timezone.now()
company = companies.create_company(
    name={name!r}, campuses=[Campus.objects.get(code="BXL")], actor=SYSTEM, at=at
)
companies.invite_contact(
    company=company, name="Bea Bakker", email={email!r}, language={language!r}, actor=SYSTEM, at=at
)
print(company.pk)
"""

PROPOSE = """
from datetime import timedelta
from django.utils import timezone
from becode.campuses.models import Campus
from becode.core.actors import SYSTEM
from becode.people.workflow import create_person, give_consents
from cohorts.models import Cohort, Enrolment, Track
from placements.models import Position
from placements.workflow import proposals
at = timezone.now()
person = create_person(
    actor=SYSTEM, at=at, first_name={first_name!r}, last_name="Verborgen",
    email={email!r}, contact_language="nl",
)
give_consents(
    person=person, purposes=["share_profile"], text_version="1", language="nl",
    channel="form", actor=SYSTEM, at=at,
)
cohort, _made = Cohort.objects.get_or_create(
    code="BXL-Journey-1", track=Track.objects.get(code="WEB"),
    campus=Campus.objects.get(code="BXL"),
    defaults=dict(
        start_on=at.date() - timedelta(days=200), end_on=at.date() + timedelta(days=20), seats=25
    ),
)
enrolment = Enrolment.objects.create(
    person=person, cohort=cohort, enrolled_at=at, state="in_training",
    profile="Bouwt pagina's. Construit des pages.", skills=["Python"],
)
Cohort.objects.filter(pk=cohort.pk).update(seats_taken=cohort.enrolments.count())
position = Position.objects.filter(company={company}).latest("pk")
print(proposals.propose(enrolment=enrolment, position=position, actor=SYSTEM, at=at).pk)
"""

# The internship of an accepted proposal, about to end.
PLACE = """
from datetime import timedelta
from django.utils import timezone
from placements.models import CompanyContact, Internship, Proposal
at = timezone.now()
Proposal.objects.filter(pk={proposal}).update(learner_agreed_at=at)
proposal = Proposal.objects.get(pk={proposal})
internship = Internship.objects.create(
    enrolment=proposal.enrolment, proposal=proposal, position=proposal.position,
    company=proposal.position.company,
    schedule={{str(day): ["09:00", "17:00", 60] for day in range(5)}},
    mentor=CompanyContact.objects.filter(company=proposal.position.company).first(),
    start_on=at.date() - timedelta(days=80), end_on=at.date() + timedelta(days=10),
)
"""
PLACED = """
Internship.objects.filter(pk=internship.pk).update(state="running")
print(internship.pk)
"""


@dataclass
class Company:
    """A company on its way through the portal: who they are, and what was made so far."""

    site: Any
    page: Any
    language: str
    name: str
    email: str
    made: dict[str, str] = field(default_factory=dict)

    def run(self, words: str, **values: object) -> str:
        """What a piece of code on the school's side prints last."""
        return str(self.site.command("shell", "-v0", "-c", words.format(**values)).split()[-1])

    def go(self, path: str = "") -> None:
        self.page.goto(f"/{self.language}/partners/{path}")
        check_page(self.page)

    def shown(self) -> str:
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text())

    @property
    def last_key(self) -> str:
        """The key of the record that the page is about."""
        return re.findall(r"/(\d+)/", self.page.url)[-1]


def come_in(company: Company) -> None:
    """The school invites; the link has one button; they are in, and nothing waits."""
    company.made["company"] = company.run(
        INVITE, name=company.name, email=company.email, language=company.language
    )
    company.page.goto(link_in(company.site.mailbox.wait_for(company.email)))
    check_page(company.page)
    assert "Bea" not in company.page.content()
    go_on(company.page)
    company.page.wait_for_url(f"**/{company.language}/partners/")
    check_page(company.page)
    assert company.page.locator(".waiting").count() == 0


def offer(company: Company) -> None:
    """Post a position; something forgotten, and a sign that no paper prints, come back with all
    the rest still there.
    """
    page = company.page
    company.go("positions/")
    follow(page, page.locator("main a[href$='/positions/new/']").first)
    check_page(page)
    page.locator("[name=title]").fill("Bakkerij-app · appli boulangerie")
    page.locator("[name=tasks]").fill("Een webshop. Une boutique en ligne. 🥖")
    page.locator("[name=skills]").fill("Python, CSS")
    page.locator("[name=languages][value=fr]").check(force=True)
    page.locator("[name=places]").fill("2")
    go_on(page)
    check_page(page)
    assert page.locator(".field--bad").count() == 2
    assert "🥖" in page.locator(".field--bad").first.inner_text()
    assert page.locator("[name=tasks]").input_value().endswith("ligne. 🥖")
    assert page.locator("[name=skills]").input_value() == "Python, CSS"
    page.locator("[name=tasks]").fill("Een webshop. Une boutique en ligne.")
    page.locator("[name=site]").fill("Rue du Pain 1, Bruxelles")
    go_on(page)
    check_page(page)
    assert "Rue du Pain 1" in company.shown()
    company.made["position"] = company.last_key


def offer_again(company: Company) -> None:
    """One tap on "copy", and the form is filled in."""
    page = company.page
    company.go(f"positions/{company.made['position']}/")
    follow(page, page.locator("main a[href$='/copy/']").first)
    check_page(page)
    assert page.locator("[name=site]").input_value() == "Rue du Pain 1, Bruxelles"
    go_on(page)
    check_page(page)
    assert company.last_key != company.made["position"]
    company.made["position"] = company.last_key


def say_yes(company: Company) -> None:
    """The school proposes somebody; home asks for that alone; they answer."""
    page = company.page
    company.made["proposal"] = company.run(
        PROPOSE,
        company=company.made["company"],
        first_name="Samira",
        email=f"samira-{company.language}@mail.example",
    )
    company.go()
    assert page.locator(".waiting li").count() == 1
    follow(page, page.locator(".waiting .button--go"))
    check_page(page)
    assert "Samira" in company.shown()
    assert "Verborgen" not in page.content()
    go_on(page)
    check_page(page)
    go_on(page)
    check_page(page)
    assert company.last_key == company.made["proposal"]
    company.go()
    assert page.locator(".waiting li").count() == 0


def hire(company: Company) -> None:
    """Near the last day they are asked whether they hire; a yes leads to the job."""
    page = company.page
    company.made["internship"] = company.run(
        PLACE + READY + PLACED, proposal=company.made["proposal"]
    )
    company.go()
    follow(page, page.locator(".waiting a[href$='/will-you-hire/']"))
    check_page(page)
    page.locator("[name=answer][value=yes]").check(force=True)
    go_on(page)
    check_page(page)
    page.locator("[name=contract_type][value=permanent]").check(force=True)
    page.locator("[name=start_on]").fill("2026-12-14")
    go_on(page)
    check_page(page)
    assert "Samira" in company.shown()
    company.go(f"internships/{company.made['internship']}/")


def leave_to(company: Company, colleague: Company) -> None:
    """Invite a colleague, who comes in by a link; then leave: the colleague goes on alone."""
    page = company.page
    company.go("colleagues/invite/")
    page.locator("[name=name]").fill("Karim Collègue")
    page.locator("[name=email]").fill(colleague.email)
    page.locator("[name=roles][value=recruiter]").check(force=True)
    page.locator(f"[name=language][value={colleague.language}]").check(force=True)
    go_on(page)
    check_page(page)
    assert "Karim Collègue" in company.shown()
    colleague.page.goto(link_in(colleague.site.mailbox.wait_for(colleague.email)))
    check_page(colleague.page)
    go_on(colleague.page)
    check_page(colleague.page)
    company.go("me/leave/")
    follow(page, page.locator("main .button--danger"))
    check_page(page)
    page.goto(f"/{company.language}/partners/")
    assert "/accounts/login/" in page.url
    colleague.go("colleagues/invite/")
    assert colleague.page.locator("[name=roles][value=manager]").count() == 1
