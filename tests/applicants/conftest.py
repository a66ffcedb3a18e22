"""Somebody who waits, a cohort that takes people, and shortcuts to what was written down."""

import pytest

from becode.audit.models import AuditEntry
from becode.messages.models import Message
from tests.factories import ApplicationFactory, CohortFactory, WaitlistEntryFactory


@pytest.fixture
def cohort(web, brussels):
    return CohortFactory(track=web, campus=brussels, seats=2)


@pytest.fixture
def application(web, brussels, ghent):
    """Received, wishes Brussels first and Ghent second."""
    return ApplicationFactory(track=web, campus=brussels, choices=[brussels, ghent])


@pytest.fixture
def waiting(web, brussels):
    """A function that puts a new person on the list of Brussels."""

    def _waiting(**changes):
        application = ApplicationFactory(
            track=web, campus=brussels, state="admitted", eligible_at=changes.pop("since", None)
        )
        if application.eligible_at is None:
            application.eligible_at = application.submitted_at
            application.save()
        return WaitlistEntryFactory(
            application=application, eligible_at=application.eligible_at, **changes
        )

    return _waiting


@pytest.fixture
def audit():
    """A function that lists the labels written about a record."""

    def _labels(record):
        return list(AuditEntry.objects.about(record).values_list("label", flat=True))

    return _labels


@pytest.fixture
def outbox():
    """A function that lists the kinds of messages written to a person, in order."""

    def _kinds(person):
        kinds = Message.objects.for_person(person.pk).values_list("kind", flat=True)
        return [kind.removeprefix("applicants.") for kind in kinds]

    return _kinds
