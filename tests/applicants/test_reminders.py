"""Offers and untreated applications are remembered, once, and only while it is true."""

from datetime import timedelta

import pytest

from applicants.workflow import offers
from applicants.workflow.deciding import admit
from becode.core.actors import SYSTEM
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from tests.factories import ApplicationFactory
from tests.mails import mail_html

pytestmark = pytest.mark.django_db
HOURS = timedelta(hours=1)


def messages(kind):
    rows = Message.objects.filter(kind=f"applicants.{kind}").order_by("pk")
    return [(row.due_at, row.state) for row in rows]


@pytest.fixture
def offer(waiting, cohort, at):
    return offers.offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)


def test_24_and_6_hours_before_the_end_once_each(offer, only_rules, at):
    only_rules("offer_ends", "offer_unanswered")
    for hour in (0, 20, 24, 24, 25, 41, 42, 43, 47):
        sweep(at=at + hour * HOURS)
    assert [due for due, _state in messages("offer_ends")] == [at + 24 * HOURS, at + 42 * HOURS]


def test_a_short_offer_is_not_followed_at_once_by_its_reminder(waiting, cohort, at):
    offers.offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at, hours=7)
    sweep(at=at)
    sweep(at=at + 1 * HOURS)
    assert messages("offer_ends") == []


@pytest.mark.parametrize("answer", ["accept", "decline", "withdraw", "expire"])
def test_an_answer_in_between_stops_it_at_sending(offer, at, answer):
    sweep(at=at + 24 * HOURS)
    later = at + 25 * HOURS
    if answer == "accept":
        offers.accept_offer(offer=offer, actor=SYSTEM, at=later)
    elif answer == "decline":
        offers.decline_offer(offer=offer, reason="later", actor=SYSTEM, at=later)
    elif answer == "withdraw":
        offers.withdraw_offer(offer=offer, actor=SYSTEM, at=later)
    else:
        later = at + 48 * HOURS
    deliver_ready(at=later)
    sweep(at=at + 42 * HOURS)
    assert next(state for _due, state in messages("offer_ends")) == "cancelled"
    assert len(messages("offer_ends")) == (2 if answer == "expire" else 1)


def test_the_offer_itself_is_not_sent_after_its_end(offer, at):
    deliver_ready(at=at + 48 * HOURS)
    assert [state for _due, state in messages("offer_made")] == ["cancelled"]


def test_untreated_for_five_days_goes_to_admissions_of_that_campus_once(
    amina, mieke, bram, application, web, ghent, at
):
    ApplicationFactory(track=web, campus=ghent)
    for day in (0, 4, 5, 5, 6, 7):
        sweep(at=at + timedelta(days=day))
    rows = Message.objects.filter(kind="applicants.untreated")
    assert [(row.user, row.about_key) for row in rows if row.user] == [(amina, application.pk)]


def test_a_treated_application_is_left_alone(amina, application, at):
    sweep(at=at + timedelta(days=5))
    admit(application=application, actor=SYSTEM, at=at + timedelta(days=5))
    deliver_ready(at=at + timedelta(days=5))
    assert [state for _due, state in messages("untreated")] == ["cancelled"]
    sweep(at=at + timedelta(days=6))
    assert len(messages("untreated")) == 1


def test_links_in_messages_are_sealed_and_lead_to_the_offer(offer):
    message = Message.objects.get(kind="applicants.offer_made")
    assert "[[link]]" in message.text
    assert message.sealed is not None
    assert "/my/link/" not in message.text + mail_html(message)
