"""More time to answer is asked by the person, and given or not by a colleague."""

from datetime import datetime, timedelta

import pytest

from applicants.workflow import more_time, offers
from becode.core.actors import SYSTEM
from becode.core.clock import BRUSSELS
from becode.core.moves import IllegalMove

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(waiting, cohort, at):
    return offers.offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)


def test_asking_stops_no_clock(offer, at, audit):
    more_time.ask_more_time(offer=offer, words=" My father is ill ", actor=SYSTEM, at=at)
    more_time.ask_more_time(offer=offer, words="My father is ill", actor=SYSTEM, at=at)
    ends = offer.expires_at
    offer.refresh_from_db()
    assert (offer.more_time, offer.more_time_words, offer.expires_at) == (
        "asked",
        "My father is ill",
        ends,
    )
    assert audit(offer) == ["offer.made", "offer.more_time_asked"]


def test_given_time_ends_at_a_good_moment_and_is_told(offer, at, outbox):
    more_time.ask_more_time(offer=offer, words="", actor=SYSTEM, at=at)
    # Monday 2 March plus 120 hours is Saturday: it runs until Monday noon.
    until = more_time.grant_more_time(offer=offer, hours=120, actor=SYSTEM, at=at)
    assert until == datetime(2026, 3, 9, 12, tzinfo=BRUSSELS)
    offer.refresh_from_db()
    assert (offer.more_time, offer.expires_at) == ("granted", until)
    assert outbox(offer.person) == ["offer_made", "more_time_given"]


def test_a_refusal_leaves_the_moment_and_is_told(offer, at, outbox):
    with pytest.raises(IllegalMove):
        more_time.refuse_more_time(offer=offer, actor=SYSTEM, at=at)
    more_time.ask_more_time(offer=offer, words="", actor=SYSTEM, at=at)
    more_time.refuse_more_time(offer=offer, actor=SYSTEM, at=at)
    assert outbox(offer.person) == ["offer_made", "no_more_time"]
    with pytest.raises(IllegalMove):
        more_time.ask_more_time(offer=offer, words="", actor=SYSTEM, at=at)


@pytest.mark.parametrize("hours", [0, 24 * 14 + 1, 1])
def test_time_that_gives_nothing_is_refused(offer, at, hours):
    with pytest.raises(IllegalMove):
        more_time.grant_more_time(offer=offer, hours=hours, actor=SYSTEM, at=at)


def test_after_the_moment_it_is_over(offer):
    late = offer.expires_at
    with pytest.raises(offers.OfferOver):
        more_time.ask_more_time(offer=offer, words="", actor=SYSTEM, at=late)
    with pytest.raises(offers.OfferOver):
        more_time.grant_more_time(offer=offer, hours=200, actor=SYSTEM, at=late)


def test_an_answered_offer_needs_no_time(offer, at):
    offers.decline_offer(offer=offer, reason="later", actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove):
        more_time.ask_more_time(offer=offer, words="", actor=SYSTEM, at=at + timedelta(hours=1))
