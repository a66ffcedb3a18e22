"""Messages to look at: of records about which they are true, else of one that is made up."""

import pytest

from applicants.models import ApplicationDraft
from becode.messages.notification import declared, notification_class
from becode.messages.samples import samples, sms_of, why_none
from becode.messages.sms_text import messages_needed
from tests.factories import ApplicationFactory, UserFactory, WaitlistEntryFactory
from tests.factories_training import LearnerFactory, TrainingDayFactory

pytestmark = pytest.mark.django_db


def subjects(key, at, **also):
    found = samples(notification_class(key), language="en", at=at, **also)
    return [one.content.subject for one in found]


def test_where_there_is_no_record_one_is_made_up_and_not_kept(at):
    (sample,) = samples(notification_class("applicants.draft_link"), language="nl", at=at)
    assert sample.content.subject == "Je formulier is bewaard"
    assert not ApplicationDraft.objects.exists()


def test_what_cannot_be_made_up_says_why(ada, at):
    kind = notification_class("placements.interview_chosen_learner")
    assert samples(kind, language="nl", at=at, user=ada) == []
    assert why_none(kind, ada) == (
        "It is about: moment for an interview. There is none yet, or none that you may see."
    )


def test_a_record_of_which_nothing_can_be_said_says_so(ada, at):
    ApplicationFactory(person__email="")
    kind = notification_class("applicants.rejected")
    assert samples(kind, language="nl", at=at, user=ada) == []
    assert why_none(kind, ada) == (
        "It is about: application. For none of the newest is there anything to say."
    )


def test_a_reminder_that_counts_days_is_told_from_its_own_moment(brussels, at):
    UserFactory(roles=["admissions"], campuses=[brussels])
    application = ApplicationFactory(campus=brussels, submitted_at=at)
    assert subjects("applicants.untreated", at) == [
        f"Application {application.number} has waited for 5 days"
    ]


def test_examples_are_those_about_which_it_is_true(brussels, at):
    rejected = ApplicationFactory(
        campus=brussels, state="rejected", rejection_reason="language", decided_at=at
    )
    for _number in range(14):
        ApplicationFactory(campus=brussels)
    found = samples(notification_class("applicants.rejected"), language="en", at=at)
    assert [one.record for one in found] == [rejected]


def test_who_waits_is_asked_with_a_link_that_opens_nothing(at):
    entry = WaitlistEntryFactory(application__state="admitted")
    (one,) = samples(notification_class("applicants.still_interested"), language="en", at=at)
    assert one.record == entry.application
    text = sms_of(one.content, one.recipient)
    assert text.startswith("BeCode: Are you still waiting for a seat with us?")
    assert messages_needed(text) == 1


def test_a_check_in_is_missed_for_the_eye_alone(at):
    learner = LearnerFactory()
    TrainingDayFactory(cohort=learner.cohort, on=at.date())
    assert subjects("cohorts.check_in_missing", at) == ["You did not check in: Arrival, 09:00"]
    assert declared()["cohorts.check_in_missing"](learner).is_still_wanted(at=at) is False
