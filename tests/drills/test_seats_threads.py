"""Everything that can happen to seats, from many threads at once, on one list.

Nothing but a kind refusal comes out of it, no two verbs wait for each other for ever, and every
invariant holds when the dust has settled.
"""

import random
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections

from applicants.enums import Criterion
from applicants.models import Application, SeatOffer, WaitlistEntry
from applicants.order import rule_of
from applicants.workflow import (
    cascade,
    deciding,
    expiring,
    giving_back,
    more_time,
    offers,
    policies,
    rounds,
    surplus,
    transferring,
    waitlist,
)
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.core.invariants import invariants
from becode.core.moves import IllegalMove
from cohorts.enums import TransferReason
from cohorts.models import Cohort, Enrolment
from cohorts.workflow import cohorts as cohort_workflow
from tests.factories import (
    ApplicationFactory,
    CampusFactory,
    CohortFactory,
    TrackFactory,
    WaitlistEntryFactory,
)

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
THREADS, ACTS, PEOPLE = 8, 80, 40
PATIENCE = 300  # seconds


@pytest.fixture
def crowd():
    """Two campuses, three small cohorts with seats on offer, forty people on the lists."""
    track, at = TrackFactory(), clock.now()
    north, south = CampusFactory(), CampusFactory()
    start_on = clock.local_day(at) + timedelta(days=60)
    for number in range(PEOPLE):
        since = at - timedelta(days=90 - number)
        wishes = [north, south] if number % 2 else [south, north]
        application = ApplicationFactory(
            track=track,
            campus=wishes[0],
            choices=wishes,
            state="admitted",
            submitted_at=since,
            eligible_at=since,
        )
        for campus in wishes:
            WaitlistEntryFactory(
                application=application, campus=campus, eligible_at=since, joined_at=since
            )
    for campus, seats in ((north, 3), (north, 2), (south, 4)):
        cohort = CohortFactory(
            track=track,
            campus=campus,
            seats=seats,
            offer_ceiling=seats + 1,
            start_on=start_on,
            end_on=start_on + timedelta(days=200),
        )
        rounds.send_round(cohort=cohort, entries=rounds.suggest(cohort, at=at), actor=SYSTEM, at=at)


def one_of(queryset, dice):
    keys = list(queryset.order_by("pk").values_list("pk", flat=True))
    return queryset.model.objects.get(pk=dice.choice(keys)) if keys else None


def seats_change(dice, at):
    seats = dice.randint(1, 4)
    cohort_workflow.change_seats(
        cohort=one_of(Cohort.objects.all(), dice),
        seats=seats,
        offer_ceiling=seats + dice.randint(0, 2),
        actor=SYSTEM,
        at=at,
    )


def rule_changes(dice, at):
    entry = one_of(WaitlistEntry.objects.all(), dice)
    first = dice.choice([Criterion.ELIGIBLE, Criterion.PRIORITY, Criterion.CHOICE])
    if rule_of(entry.campus_id, entry.track_id).criteria[0] == first:
        return
    policy = policies.write_policy(
        campus=entry.campus,
        track=entry.track,
        criteria=[first, Criterion.JOINED],
        after_decline="ask",
        remark="Drill",
        actor=SYSTEM,
        at=at,
    )
    policies.switch_on(policy=policy, actor=SYSTEM, at=at)


ACTS_BY_WEIGHT = {
    lambda dice, at: offers.accept_offer(
        offer=one_of(SeatOffer.objects.open(), dice), actor=SYSTEM, at=at
    ): 6,
    lambda dice, at: offers.decline_offer(
        offer=one_of(SeatOffer.objects.open(), dice),
        reason="later",
        keep_place=dice.random() < 0.8,
        actor=SYSTEM,
        at=at,
    ): 4,
    lambda dice, at: offers.withdraw_offer(
        offer=one_of(SeatOffer.objects.open(), dice), words="Drill", actor=SYSTEM, at=at
    ): 2,
    lambda dice, at: more_time.grant_more_time(
        offer=one_of(SeatOffer.objects.open(), dice), hours=200, actor=SYSTEM, at=at
    ): 1,
    lambda dice, at: cascade.offer_free_seats(at=at): 6,
    lambda dice, at: expiring.expire_offers(at=at): 2,
    lambda dice, at: surplus.take_back_surplus(at=at): 1,
    lambda dice, at: waitlist.leave_list(
        entry=one_of(WaitlistEntry.objects.waiting(), dice), actor=SYSTEM, at=at
    ): 1,
    lambda dice, at: waitlist.reopen_entry(
        entry=one_of(WaitlistEntry.objects.exclude(state="waiting"), dice), actor=SYSTEM, at=at
    ): 2,
    lambda dice, at: waitlist.pause(
        entry=one_of(WaitlistEntry.objects.waiting(), dice),
        until=clock.local_day(at) + timedelta(days=9),
        actor=SYSTEM,
        at=at,
    ): 1,
    lambda dice, at: waitlist.set_priority(
        entry=one_of(WaitlistEntry.objects.waiting(), dice),
        priority=dice.choice([1, 5, 9]),
        reason="Drill",
        actor=SYSTEM,
        at=at,
    ): 2,
    lambda dice, at: deciding.withdraw(
        application=one_of(Application.objects.filter(state="enrolled"), dice),
        reason="found_job",
        actor=SYSTEM,
        at=at,
    ): 2,
    lambda dice, at: giving_back.wait_again(
        enrolment=one_of(Enrolment.objects.running(), dice), actor=SYSTEM, at=at
    ): 3,
    lambda dice, at: transferring.transfer(
        enrolment=one_of(Enrolment.objects.running(), dice),
        cohort=one_of(Cohort.objects.all(), dice),
        reason=next(iter(TransferReason)),
        actor=SYSTEM,
        at=at,
    ): 2,
    seats_change: 3,
    rule_changes: 1,
}


def act(number, faults, done):
    """What one thread does: acts in its own order; refusals are fine, anything else is a fault."""
    dice = random.Random(number)
    try:
        for _act in range(ACTS):
            verb = dice.choices(list(ACTS_BY_WEIGHT), list(ACTS_BY_WEIGHT.values()))[0]
            try:
                verb(dice, clock.now())
                done["done"] += 1
            except IllegalMove:
                done["refused"] += 1
            except AttributeError as error:  # there was none to act on
                if "'NoneType' object" not in str(error):
                    raise
                done["nobody"] += 1
    except Exception as error:
        faults.append(f"{type(error).__name__}: {error}")
    finally:
        connections.close_all()


def test_many_hands_at_once_break_no_rule(crowd):
    faults, done = [], Counter()
    threads = [
        threading.Thread(target=act, args=(number, faults, done), daemon=True)
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "somebody waits for ever"
    print(f"  {THREADS} hands: {dict(done)}, {len(faults)} faults")
    assert faults == []
    assert done["done"] > THREADS * ACTS / 4
    at = clock.now()
    surplus.take_back_surplus(at=at)
    cascade.offer_free_seats(at=at)
    assert cascade.offer_free_seats(at=at) == 0
    broken = {rule.key: rule.count(at=at) for rule in invariants()}
    assert {key: count for key, count in broken.items() if count} == {}
