"""A learner who agrees to be shown, and a place at Zenith for her."""

import pytest

from becode.core.actors import Actor
from becode.people.models import Consent, ContactPoint, LanguageSkill
from placements.workflow import agreeing, proposals
from tests import factories
from tests.factories import MOMENT
from tests.factories_agreements import make, ready_internship
from tests.placements.interning import planned_at, running_at


def agree(person):
    """The person's consent that companies see a profile."""
    return Consent.objects.create(
        person=person,
        purpose="share_profile",
        text_version="1",
        language="en",
        channel="test",
        given_at=MOMENT,
    )


def both_agree(proposal, by, at):
    """The company says yes, and so does the learner."""
    proposals.accept(proposal=proposal, actor=by, at=at)
    agreeing.agree(proposal=proposal, actor=Actor.person(proposal.enrolment.person), at=at)


def learner_in(cohort, **person):
    """An enrolment in training of somebody who agrees."""
    enrolment = factories.EnrolmentFactory(
        person=factories.PersonFactory(**person), cohort=cohort, state="in_training"
    )
    agree(enrolment.person)
    return enrolment


@pytest.fixture
def cohort(web, brussels):
    return factories.CohortFactory(track=web, campus=brussels)


@pytest.fixture
def yasmin(cohort):
    """In training in Brussels, agrees, with everything a company may not see too early."""
    enrolment = learner_in(
        cohort, first_name="Yasmin", last_name="Canaryfamily", email="canary-mail@mail.example"
    )
    ContactPoint.objects.create(
        person=enrolment.person, kind="phone", value="+32470123456", key="+32470123456"
    )
    LanguageSkill.objects.create(person=enrolment.person, language="fr", lesson_level="yes")
    enrolment.profile = "Builds pages with care."
    enrolment.skills = ["Python"]
    enrolment.save()
    return enrolment


@pytest.fixture
def position(zenith, brussels):
    return factories.PositionFactory(company=zenith, campus=brussels, title="Junior developer")


@pytest.fixture
def pia(brussels):
    """The placement officer of Brussels."""
    return factories.UserFactory(name="Pia Placement", roles=["placement"], campuses=[brussels])


@pytest.fixture
def by_pia(pia):
    return Actor.user(pia)


@pytest.fixture
def mentor(chloe):
    """Chloé's place at Zenith, with every right there."""
    contact = chloe.company_contact
    contact.roles = ["manager", "signatory", "mentor", "recruiter"]
    contact.save()
    return contact


@pytest.fixture
def max_(zenith):
    """The mentor at Zenith, who signs nothing."""
    user = factories.UserFactory(name="Max Mentor", email="max@zenith.example")
    return factories.CompanyContactFactory(company=zenith, user=user, roles=["mentor"])


@pytest.fixture
def signatory(chloe):
    contact = chloe.company_contact
    contact.roles, contact.job_title = ["signatory"], "Manager"
    contact.save()
    return contact


@pytest.fixture
def to_start(position, yasmin, mentor):
    """Yasmin's internship, planned, without any paper."""
    return planned_at(position, yasmin, mentor)


@pytest.fixture
def running(position, yasmin, mentor, at):
    """Yasmin's internship, which began today with everything in order."""
    return running_at(position, yasmin, mentor, at=at)


@pytest.fixture
def internship(zenith, signatory, max_, brussels, cohort):
    return ready_internship(
        company=zenith, contacts=[signatory, max_], campus=brussels, cohort=cohort
    )


@pytest.fixture
def agreement(internship, signatory, pia, at):
    return make(internship, [signatory], pia, at=at)
