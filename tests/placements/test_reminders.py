"""Reminders go once, in the recipient's language, and stop when there is nothing to remind of."""

from datetime import date, timedelta

import pytest

from becode.core import clock
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from placements.models import FollowUp
from placements.notifications import ProposalUnanswered
from placements.workflow import follow_ups, internships, proposals
from tests import factories
from tests.factories_placements import in_order

pytestmark = pytest.mark.django_db


def sent(kind):
    return list(
        Message.objects.filter(kind=kind)
        .order_by("due_at", "pk")
        .values_list("address", "language")
    )


@pytest.fixture
def proposal(yasmin, position, chloe, by_pia, at):
    chloe.language = "fr"
    chloe.save()
    return proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)


def test_unanswered_after_three_and_seven_days(proposal, chloe, at):
    for day in range(12):
        sweep(at=at + timedelta(days=day))
        sweep(at=at + timedelta(days=day))
    assert sent("placements.proposal_unanswered") == [(chloe.email, "fr")] * 2


def test_no_reminder_after_an_answer_or_without_consent(proposal, yasmin, by_pia, at):
    assert ProposalUnanswered(proposal).is_still_wanted(at=at)
    yasmin.person.consents.update(withdrawn_at=at)
    assert not ProposalUnanswered(proposal).is_still_wanted(at=at)
    yasmin.person.consents.update(withdrawn_at=None)
    proposals.decline(proposal=proposal, reason="skills", actor=by_pia, at=at)
    assert not ProposalUnanswered(proposal).is_still_wanted(at=at)
    sweep(at=at + timedelta(days=3))
    assert sent("placements.proposal_unanswered") == []


def test_the_end_of_an_internship_21_days_before(proposal, chloe, pia, by_pia, at):
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    internship = internships.plan(
        proposal=proposal, actor=by_pia, at=at, start_on=at.date(), end_on=date(2026, 5, 29)
    )
    in_order(internship, at=at)
    internships.start(internship=internship, actor=by_pia, at=at)
    sweep(at=clock.at_local(date(2026, 5, 7), 12))
    assert sent("placements.internship_ends_company") == []
    for _time in range(2):
        sweep(at=clock.at_local(date(2026, 5, 8), 12))
    assert sent("placements.internship_ends_company") == [(chloe.email, "fr")]
    assert sent("placements.internship_ends_learner") == [("canary-mail@mail.example", "en")]
    assert sent("placements.internship_ends_staff") == [(pia.email, "en")]


def test_the_six_month_question_carries_a_link(cohort, at):
    enrolment = factories.EnrolmentFactory(
        cohort=cohort, state="graduated", graduated_on=date(2025, 9, 2)
    )
    follow_ups.plan_follow_ups()
    for _time in range(2):
        sweep(at=at)
    message = Message.objects.get(kind="placements.follow_up_question")
    assert message.person == enrolment.person
    assert "[[link]]" in message.text
    assert "/my/link/" not in message.text
    assert message.sealed is not None


def test_no_question_once_it_was_answered(cohort, by_pia, at):
    factories.EnrolmentFactory(cohort=cohort, state="graduated", graduated_on=date(2025, 9, 2))
    follow_ups.plan_follow_ups()
    asked = FollowUp.objects.get(months=6)
    follow_ups.answer(follow_up=asked, answer="working", actor=by_pia, at=at)
    sweep(at=at)
    assert sent("placements.follow_up_question") == []
