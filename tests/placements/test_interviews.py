"""Moments for a talk: offered by the company, chosen by the learner, told to both."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from placements.models import InterviewSlot
from placements.notifications import ProposalUnanswered
from placements.workflow import interviews, proposals, silence
from placements.workflow.interviews import Moment
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(yasmin):
    return Actor.person(yasmin.person)


@pytest.fixture
def proposal(yasmin, position, chloe, by_pia, at):
    return proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)


@pytest.fixture
def by_chloe(chloe):
    return Actor.user(chloe)


def moments(at, *days):
    return [Moment(at + timedelta(days=day), 45, "Rue Neuve 1, ask for Chloé") for day in days]


@pytest.fixture
def slots(proposal, by_chloe, at):
    return interviews.offer(proposal=proposal, moments=moments(at, 4, 3), actor=by_chloe, at=at)


def kinds():
    return set(Message.objects.values_list("kind", flat=True))


def states():
    return list(InterviewSlot.objects.order_by("pk").values_list("state", flat=True))


def test_moments_are_offered_in_order_and_the_learner_is_told(slots, at):
    assert [slot.starts_at for slot in slots] == [at + timedelta(days=3), at + timedelta(days=4)]
    message = Message.objects.get(kind="placements.interview_offered")
    assert message.address == "canary-mail@mail.example"
    assert "Rue Neuve 1" in message.text
    assert "[[link]]" in message.text


def test_choosing_one_drops_the_others_and_tells_both(slots, chloe, me, at):
    interviews.choose(slot=slots[1], actor=me, at=at)
    assert states() == ["dropped", "chosen"]
    assert {"placements.interview_chosen_company", "placements.interview_chosen_learner"} <= kinds()
    with pytest.raises(IllegalMove):
        interviews.choose(slot=InterviewSlot.objects.get(pk=slots[0].pk), actor=me, at=at)


def test_a_past_moment_cannot_be_chosen(slots, me, at):
    with pytest.raises(IllegalMove, match="is over"):
        interviews.choose(slot=slots[0], actor=me, at=at + timedelta(days=3))


def test_one_talk_at_a_time(slots, yasmin, position, omar, me, by_pia, at):
    there = factories.PositionFactory(company=omar.company_contact.company, campus=position.campus)
    other = proposals.propose(enrolment=yasmin, position=there, actor=by_pia, at=at)
    near = [Moment(at + timedelta(days=3, minutes=30), 60, "There")]
    (clash,) = interviews.offer(proposal=other, moments=near, actor=by_pia, at=at)
    interviews.choose(slot=slots[0], actor=me, at=at)
    with pytest.raises(IllegalMove, match="another talk"):
        interviews.choose(slot=clash, actor=me, at=at)


@pytest.mark.parametrize("days", [(), (1, 2, 3, 4), (1, 1), (-1,), (61,)])
def test_moments_that_cannot_be_offered(proposal, days, by_chloe, at):
    with pytest.raises(IllegalMove):
        interviews.offer(proposal=proposal, moments=moments(at, *days), actor=by_chloe, at=at)
    assert states() == []


def test_none_fits_asks_for_others(slots, proposal, me, by_chloe, at):
    interviews.none_fits(proposal=proposal, actor=me, at=at)
    assert states() == ["dropped", "dropped"]
    assert "placements.interview_none_fits" in kinds()
    interviews.offer(proposal=proposal, moments=moments(at, 5), actor=by_chloe, at=at)
    assert Message.objects.filter(kind="placements.interview_offered").count() == 1
    later = at + timedelta(minutes=1)
    interviews.offer(proposal=proposal, moments=moments(at, 6), actor=by_chloe, at=later)
    assert states() == ["dropped", "dropped", "dropped", "offered"]
    assert Message.objects.filter(kind="placements.interview_offered").count() == 2


@pytest.mark.parametrize("who", ["learner", "company"])
def test_cancelling_tells_the_other(slots, who, me, by_chloe, at):
    interviews.choose(slot=slots[0], actor=me, at=at)
    interviews.cancel(slot=slots[0], actor=me if who == "learner" else by_chloe, at=at)
    told = {"learner": "company", "company": "learner"}[who]
    assert f"placements.interview_cancelled_{told}" in kinds()
    assert f"placements.interview_cancelled_{who}" not in kinds()
    with pytest.raises(IllegalMove):
        interviews.cancel(slot=slots[0], actor=me, at=at)


def test_a_talk_gives_the_company_time_and_stops_the_reminders(proposal, slots, by_chloe, at):
    assert proposal.answer_by == at + timedelta(days=14)
    interviews.offer(proposal=proposal, moments=moments(at, 12), actor=by_chloe, at=at)
    proposal.refresh_from_db()
    assert proposal.answer_by == at + timedelta(days=19)
    assert not ProposalUnanswered(proposal).is_still_wanted(at=at + timedelta(days=3))
    assert ProposalUnanswered(proposal).is_still_wanted(at=at + timedelta(days=13))
    assert silence.end_silent(at=at + timedelta(days=18)) == 0
    assert silence.end_silent(at=at + timedelta(days=19)) == 1
    assert states() == ["dropped"] * 3
    sweep(at=at + timedelta(days=19))


def test_a_no_drops_the_moments(proposal, slots, by_chloe, at):
    proposals.decline(proposal=proposal, reason="timing", actor=by_chloe, at=at)
    assert states() == ["dropped", "dropped"]
    with pytest.raises(IllegalMove, match="has ended"):
        interviews.offer(proposal=proposal, moments=moments(at, 5), actor=by_chloe, at=at)


# In the calendars of both


def test_a_chosen_talk_is_in_both_calendars_and_leaves_them(slots, me, by_chloe, at):
    interviews.choose(slot=slots[0], actor=me, at=at)
    later = at + timedelta(minutes=5)
    slots[0].refresh_from_db()
    interviews.cancel(slot=slots[0], actor=by_chloe, at=later)

    rows = Message.objects.filter(about_type="placements.interviewslot").exclude(calendar="")
    told = {row.kind: Calendar.from_ical(row.calendar) for row in rows}
    events = {kind: calendar.walk("VEVENT")[0] for kind, calendar in told.items()}
    assert {event["UID"] for event in events.values()} == {f"talk-{slots[0].pk}@localhost"}
    assert {kind: calendar["METHOD"] for kind, calendar in told.items()} == {
        "placements.interview_chosen_company": "PUBLISH",
        "placements.interview_chosen_learner": "PUBLISH",
        "placements.interview_cancelled_learner": "CANCEL",
    }
    assert "Zenith" in events["placements.interview_chosen_learner"]["SUMMARY"]
    assert "Yasmin" in events["placements.interview_chosen_company"]["SUMMARY"]
    last = events["placements.interview_cancelled_learner"]
    assert last["SEQUENCE"] > events["placements.interview_chosen_learner"]["SEQUENCE"]
