"""The school of the year: its staff, its track and cohort, two companies, and who is who."""

from dataclasses import dataclass, field
from datetime import datetime

from applicants.models import Application, ApplicationDraft
from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.people.models import Person
from cohorts.models import Cohort, Enrolment, TrainingDay
from cohorts.workflow.days import plan_days
from placements.enums import ContactRole
from placements.models import Company, Internship
from tests import factories
from tests.drills.year import cast
from tests.drills.year.stories import INFO_SESSIONS, SELECTION_DAYS
from tests.factories_steps import SelectionStepFactory, SlotFactory
from tests.factories_training import CoachAssignmentFactory, CompetenceFactory

ROLES = {
    "amina": Role.ADMISSIONS,
    "ben": Role.COACH,
    "carla": Role.COACH,
    "mieke": Role.CAMPUS_MANAGER,
    "petra": Role.PLACEMENT,
    "olga": Role.REPORTING,
}
CONTACTS = {
    "mentor": [ContactRole.MENTOR],
    "recruiter": [ContactRole.RECRUITER, ContactRole.MANAGER],
    "signer": [ContactRole.SIGNATORY],
}


@dataclass
class World:
    campus: Campus
    cohort: Cohort
    staff: dict[str, User]
    companies: dict[str, Company]
    info_sessions: list
    selection_days: list
    drafts: dict[str, ApplicationDraft] = field(default_factory=dict)
    applications: dict[str, int] = field(default_factory=dict)

    def acting(self, name: str) -> Actor:
        return Actor.user(self.staff[name])

    def application(self, who: str) -> Application:
        return Application.objects.select_related("person").get(pk=self.applications[who])

    def person(self, who: str) -> Person:
        return self.application(who).person

    def me(self, who: str) -> Actor:
        return Actor.person(self.person(who))

    def enrolment(self, who: str) -> Enrolment:
        found = Enrolment.objects.select_related("person", "cohort__campus", "cohort__track")
        return found.get(person=self.person(who), cohort=self.cohort)

    def internship(self, who: str) -> Internship:
        found = Internship.objects.select_related("enrolment__person", "enrolment__cohort__campus")
        return found.get(enrolment=self.enrolment(who))

    def contact(self, company: str, role: str):
        return self.companies[company].contacts.get(user__email=cast.contact(company, role))


def build(track, campus, at: datetime) -> World:
    """Everything that is there before the first application comes in."""
    Campus.objects.filter(pk=campus.pk).update(address="Voorbeeldkaai 10", postcode="1000")
    campus.refresh_from_db()
    staff = {
        name: factories.UserFactory(
            name=name.title(),
            email=f"{name}@school.example",
            roles=[role],
            campuses=[] if name == "olga" else [campus],
        )
        for name, role in ROLES.items()
    }
    for kind in ("info_session", "challenge", "selection_day"):
        SelectionStepFactory(track=track, kind=kind, is_scored=kind == "selection_day")
    CompetenceFactory(track=track, position=1)
    cohort = factories.CohortFactory(
        track=track,
        campus=campus,
        start_on=cast.START,
        end_on=cast.END,
        internship_start_on=cast.INTERNSHIP,
        internship_end_on=cast.LAST,
        seats=30,
        cascades=False,
    )
    plan_days(cohort=cohort, actor=Actor.user(staff["mieke"]), at=at)
    assert TrainingDay.objects.filter(cohort=cohort).count() == 147
    CoachAssignmentFactory(cohort=cohort, user=staff["carla"])
    return World(
        campus=campus,
        cohort=cohort,
        staff=staff,
        companies={name: _company(name) for name in cast.COMPANIES},
        info_sessions=[_slot(campus, staff, "info_session", on) for on in INFO_SESSIONS],
        selection_days=[_slot(campus, staff, "selection_day", on) for on in SELECTION_DAYS],
    )


def _slot(campus: Campus, staff: dict[str, User], kind: str, starts_at: datetime):
    return SlotFactory(
        campus=campus, kind=kind, starts_at=starts_at, capacity=40, host=staff["amina"]
    )


def _company(name: str) -> Company:
    company = factories.CompanyFactory(
        name=name.title(),
        number="0123456749" if name == "kind" else "0202239951",
        address="Nieuwstraat 1",
        postcode="1000",
        municipality="Brussel",
    )
    for role, roles in CONTACTS.items():
        user = factories.UserFactory(
            name=f"{role.title()} {name.title()}", email=cast.contact(name, role)
        )
        factories.CompanyContactFactory(
            company=company, user=user, roles=[str(one) for one in roles]
        )
    return company
