"""Whose messages a colleague sees in the log."""

import pytest

from becode.accounts.enums import Role
from becode.core.actors import Actor
from becode.messages.compose import send
from becode.messages.models import Message
from becode.messages.notifications import AppAdded
from becode.messages.samples import samples
from becode.messages.wording import send_test
from becode.portal.notifications import SignInLink
from cohorts.notifications.cohorts import CohortStarts
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague():
    """A function: a coach of one campus."""
    return lambda campus: UserFactory(roles=[Role.COACH], campuses=[campus])


@pytest.fixture
def learner(brussels, web):
    return EnrolmentFactory(cohort=CohortFactory(campus=brussels, track=web))


def seen_by(user):
    return list(Message.objects.visible_to(user).order_by("pk").values_list("kind", flat=True))


def test_message_of_no_campus_is_seen_where_its_person_is(learner, brussels, ghent, colleague, at):
    send(SignInLink(learner.person), at=at)

    assert seen_by(colleague(brussels)) == ["portal.sign_in_link"]
    assert seen_by(colleague(ghent)) == []


def test_a_test_with_somebodys_data_is_its_senders_alone(learner, ada, ghent, colleague, at):
    (sample,) = samples(CohortStarts, language="en", at=at, user=ada)
    send_test(
        content=sample.content,
        language="en",
        user=ada,
        token="t" * 20,
        actor=Actor.user(ada),
        at=at,
    )

    assert seen_by(colleague(ghent)) == []
    assert seen_by(ada) == ["messages.test"]


def test_news_of_an_account_belongs_to_no_campus(ghent, colleague, at):
    send(AppAdded(UserFactory()), at=at)
    assert seen_by(colleague(ghent)) == ["accounts.app_added"]
