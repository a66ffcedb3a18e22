"""A round of offers keeps the order of the list; who is passed over has a reason."""

from datetime import timedelta

import pytest

from applicants.models import PassOver
from applicants.workflow import rounds
from becode.core.actors import SYSTEM
from cohorts.workflow.cohorts import change_seats
from tests.factories import CohortFactory
from tests.factories_form import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(waiting, at):
    """Six people in the order in which they wait."""
    return [waiting(since=at - timedelta(days=9 - day)) for day in range(6)]


@pytest.fixture
def group(web, brussels):
    return CohortFactory(track=web, campus=brussels, seats=3)


def send(cohort, entries, at, **more):
    return rounds.send_round(cohort=cohort, entries=entries, actor=SYSTEM, at=at, **more)


def test_the_next_people_are_suggested_as_many_as_there_are_seats(line, group, at):
    assert rounds.suggest(group, at=at) == line[:3]
    assert rounds.suggest(group, at=at, number=1) == line[:1]


def test_who_lacks_something_is_not_suggested(line, group, at):
    document(application=line[0].application)
    assert rounds.suggest(group, at=at) == line[1:4]


def test_a_round_offers_in_order_whatever_order_was_ticked(line, group, at):
    result = send(group, [line[2], line[0], line[1]], at)
    assert [offer.entry for offer in result.offers] == line[:3]
    assert (result.refused, PassOver.objects.count()) == ([], 0)
    group.refresh_from_db()
    assert group.seats_on_offer == 3


def test_passing_somebody_over_needs_words_before_anything_is_offered(line, group, at):
    with pytest.raises(rounds.NeedsReason) as caught:
        send(group, [line[1], line[3]], at, passed={line[0].pk: "  "})
    assert caught.value.entries == [line[0], line[2]]
    assert rounds.seats_to_offer(group, at=at) == 3
    result = send(group, [line[1], line[3]], at, passed={line[0].pk: "Ill", line[2].pk: "Away"})
    assert [offer.entry for offer in result.offers] == [line[1], line[3]]
    assert [(note.entry, note.words) for note in PassOver.objects.order_by("pk")] == [
        (line[0], "Ill"),
        (line[2], "Away"),
    ]


def test_who_lacks_something_is_passed_over_without_words(line, group, at):
    owed = document(application=line[0].application)
    send(group, [line[1]], at)
    assert [(note.entry, note.words) for note in PassOver.objects.all()] == [(line[0], str(owed))]


def test_more_than_the_ceiling_is_refused_one_by_one(line, group, at):
    result = send(group, line[:5], at)
    assert [offer.entry for offer in result.offers] == line[:3]
    assert [entry for entry, _words in result.refused] == line[3:5]


def test_offers_beyond_the_seats_need_a_higher_ceiling(line, web, brussels, at):
    cohort = CohortFactory(track=web, campus=brussels, seats=3, offer_ceiling=5)
    assert rounds.suggest(cohort, at=at) == line[:5]
    assert len(send(cohort, line[:5], at).offers) == 5


def test_nobody_is_passed_over_for_an_offer_that_was_not_made(line, group, at):
    send(group, line[:3], at)
    owed = document(application=line[3].application)
    result = send(group, [line[5]], at, passed={line[4].pk: "Away"})
    assert ([entry for entry, _words in result.refused], result.offers) == ([line[5]], [])
    assert PassOver.objects.count() == 0
    change_seats(cohort=group, seats=4, actor=SYSTEM, at=at)
    send(group, [line[4], line[5]], at)
    assert [(note.entry, note.words) for note in PassOver.objects.all()] == [(line[3], str(owed))]
