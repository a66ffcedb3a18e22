"""The rule of a list is written down, switched on for everybody at once, and blind to people."""

import threading
from dataclasses import fields
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from applicants import order
from applicants.enums import Criterion
from applicants.models import ListPolicy, PassOver, WaitlistEntry
from applicants.order import DEFAULT_RULE, ListRule, ProtectedTrait, key_of, words_of
from applicants.standings import change_of, read_list
from applicants.workflow import places, policies, waitlist
from becode.audit.models import AuditEntry
from becode.core.actors import SYSTEM, Actor
from becode.core.invariants import invariants
from becode.core.moves import IllegalMove
from tests.factories import ApplicationFactory

DAY = timedelta(days=1)
NO_CRITERIA = (
    "gender", "age", "born_on", "nationality", "language", "disability", "origin", "religion",
    "health", "family", "pregnancy", "orientation", "union", "postcode", "income", "name",
    "", "Priority", "priority ", "pk",
)  # fmt: skip


@pytest.fixture
def write(brussels, web, mieke, at):
    """A function that drafts a rule for the list of Brussels."""

    def _write(*criteria, after_decline="ask", remark="As the team agreed"):
        return policies.write_policy(
            campus=brussels,
            track=web,
            criteria=criteria,
            after_decline=after_decline,
            remark=remark,
            actor=Actor.user(mieke),
            at=at,
        )

    return _write


def listed(entry):
    entries = WaitlistEntry.objects.for_list(campus_pk=entry.campus_id, track_pk=entry.track_id)
    return list(entries)


def applied(entry, moment):
    entry.application.submitted_at = moment
    entry.application.save(update_fields=["submitted_at"])
    return entry


# What a rule may look at


@pytest.mark.parametrize("name", NO_CRITERIA)
def test_what_is_no_criterion_is_refused(name):
    with pytest.raises(ProtectedTrait):
        order.check_criteria(["priority", name])


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["gender", "age", ""])
def test_neither_the_workflow_nor_the_database_takes_a_trait(write, brussels, web, at, name):
    with pytest.raises(ProtectedTrait):
        write("priority", name)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListPolicy.objects.create(campus=brussels, track=web, criteria=[name], made_at=at)
    assert not ListPolicy.objects.exists()


def test_no_criterion_can_see_a_person():
    known = {"priority", "eligible_at", "applied_at", "joined_at", "choice", "number"}
    assert {field.name for field in fields(order.Standing)} == known
    assert set(order.KEYS) == set(Criterion.values) == set(order.PHRASES)

    class Spy:
        """Stands where a Standing would, and notes what is looked at."""

        def __init__(self):
            self.seen = set()

        def __getattr__(self, name):
            self.seen.add(name)
            raise AttributeError(name)

    for criterion, key in order.KEYS.items():
        spy = Spy()
        with pytest.raises(AttributeError):
            key(spy)
        assert spy.seen, criterion
        assert spy.seen <= known, criterion


def test_a_criterion_comes_once_and_there_is_one_at_least():
    for wrong in ([], ["number", "number"]):
        with pytest.raises(IllegalMove):
            order.check_criteria(wrong)


def test_a_rule_is_one_plain_sentence():
    assert words_of(DEFAULT_RULE) == (
        "First who has priority for a reason, then who was admitted earliest, "
        "then who has the lowest application number."
    )
    assert words_of(ListRule(("number",))) == "Next is who has the lowest application number."
    assert words_of(ListRule(("choice",))) == (
        "First who ranks this campus highest, then who has the lowest application number."
    )


# Written, dropped, switched on


@pytest.mark.django_db
def test_a_draft_changes_nothing_and_replaces_an_earlier_one(write, waiting, at, audit):
    entry = waiting()
    first = write("number")
    first_key = first.pk
    second = write("applied", after_decline="keep")
    assert list(ListPolicy.objects.all()) == [second]
    assert (second.state, second.criteria, second.after_decline) == ("draft", ["applied"], "keep")
    assert audit(second) == ["policy.written"]
    dropped = AuditEntry.objects.get(label="policy.dropped")
    assert (dropped.subject_key, dropped.keys["criteria"]) == (first_key, "number")
    key = list(entry.order_key)
    entry.refresh_from_db()
    assert entry.order_key == key


@pytest.mark.django_db
def test_a_rule_needs_a_reason(write):
    with pytest.raises(IllegalMove):
        write("number", remark="  ")


@pytest.mark.django_db
def test_a_draft_is_dropped_and_a_rule_in_force_is_not(write, at):
    draft = write("number")
    policies.drop_draft(policy=draft, actor=SYSTEM, at=at)
    assert not ListPolicy.objects.exists()
    rule = write("number")
    policies.switch_on(policy=rule, actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove):
        policies.drop_draft(policy=rule, actor=SYSTEM, at=at)


@pytest.mark.django_db
def test_a_rule_in_force_orders_everybody_who_waits(write, waiting, ghent, web, at):
    late = applied(waiting(since=at - 9 * DAY), at - DAY)
    early = applied(waiting(since=at - 3 * DAY), at - 20 * DAY)
    application = ApplicationFactory(track=web, campus=ghent, state="admitted", eligible_at=at)
    [elsewhere] = waitlist.join(application=application, actor=SYSTEM, at=at)
    assert listed(late) == [late, early]
    assert policies.switch_on(policy=write("applied"), actor=SYSTEM, at=at) == 2
    assert listed(late) == [early, late]
    for entry in (early, late, elsewhere):
        entry.refresh_from_db()
        assert entry.order_key == key_of(entry)
    assert len(elsewhere.order_key) == 3
    newcomer = applied(waiting(since=at), at - 10 * DAY)
    WaitlistEntry.objects.filter(pk=newcomer.pk).delete()
    back = places.new_place(
        application=newcomer.application, campus_key=early.campus_id, actor=SYSTEM, at=at
    )
    assert listed(late) == [early, back, late]


@pytest.mark.django_db
def test_the_rule_before_is_kept_and_both_are_told(write, waiting, at, audit):
    waiting(since=at - DAY)
    waiting(since=at - 2 * DAY)
    first = write("number")
    policies.switch_on(policy=first, actor=SYSTEM, at=at)
    second = write("eligible", after_decline="leave")
    policies.switch_on(policy=second, actor=SYSTEM, at=at + DAY)
    first.refresh_from_db()
    assert (first.state, first.replaced_at) == ("replaced", at + DAY)
    assert (second.state, second.in_force_at) == ("in_force", at + DAY)
    assert audit(first) == ["policy.written", "policy.in_force", "policy.replaced"]
    keys = AuditEntry.objects.get(label="policy.in_force", subject_key=second.pk).keys
    assert (keys["waiting"], keys["moved"], keys["criteria"]) == (2, 2, "eligible")


@pytest.mark.django_db
def test_a_rule_is_switched_on_once(write, at):
    policy = write("number")
    same = ListPolicy.objects.get(pk=policy.pk)
    policies.switch_on(policy=policy, actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove):
        policies.switch_on(policy=same, actor=SYSTEM, at=at)
    assert ListPolicy.objects.in_force().count() == 1


@pytest.mark.django_db
def test_a_draft_that_was_replaced_is_not_switched_on(write, at):
    stale = write("number")
    stale_copy = ListPolicy.objects.get(pk=stale.pk)
    write("applied")
    with pytest.raises(IllegalMove):
        policies.switch_on(policy=stale_copy, actor=SYSTEM, at=at)


@pytest.mark.django_db
def test_their_time_begins_anew_for_those_who_stand_otherwise_towards_anybody(write, waiting, at):
    """The one in the middle keeps the number, and has other people before and behind."""
    ahead = applied(waiting(since=at - 9 * DAY), at - 20 * DAY)
    first, middle, last = (
        applied(waiting(since=at - days * DAY), at - applied_before * DAY)
        for days, applied_before in ((5, 1), (4, 2), (3, 3))
    )
    moment = at + DAY
    assert policies.switch_on(policy=write("applied"), actor=SYSTEM, at=moment) == 3
    assert listed(ahead) == [ahead, last, middle, first]
    since = {entry.pk: entry.ready_since for entry in listed(ahead)}
    assert since == {
        ahead.pk: at,
        first.pk: moment,
        middle.pk: moment,
        last.pk: moment,
    }


@pytest.mark.django_db
def test_an_offer_of_before_is_measured_by_the_rule_of_before(write, waiting, cohort, at):
    from applicants.workflow.offers import offer_seat

    first = applied(waiting(since=at - 9 * DAY), at - DAY)
    applied(waiting(since=at - 3 * DAY), at - 20 * DAY)
    offer_seat(entry=first, cohort=cohort, actor=SYSTEM, at=at)
    policies.switch_on(policy=write("applied"), actor=SYSTEM, at=at + timedelta(minutes=1))
    broken = [
        one.key
        for one in invariants()
        if one.key.startswith("applicants.") and one.count(at=at + timedelta(minutes=2))
    ]
    assert broken == []
    assert not PassOver.objects.exists()


def test_moved_is_the_same_as_comparing_every_pair():
    from itertools import permutations

    from applicants.standings import Change

    before = [1, 2, 3, 4, 5]
    for after in permutations(before):
        change = Change(before=before, after=list(after), keys={})
        place = {pk: number for number, pk in enumerate(after)}
        pairs = {
            pk
            for index, pk in enumerate(before)
            for other_index, other in enumerate(before)
            if (index < other_index) != (place[pk] < place[other]) and pk != other
        }
        assert change.moved() == pairs


@pytest.mark.django_db
def test_a_list_read_at_once_has_the_keys_that_each_place_has(waiting, brussels, web, at):
    entries = [waiting(since=at - number * DAY) for number in range(4)]
    waitlist.set_priority(entry=entries[0], priority=1, reason="Ours", actor=SYSTEM, at=at)
    for criteria in (DEFAULT_RULE.criteria, tuple(Criterion.values), ("choice", "joined")):
        change = change_of(read_list(brussels.pk, web.pk), criteria)
        found = {entry.pk: key_of(entry, rule=ListRule(criteria)) for entry in listed(entries[0])}
        assert change.keys == found


@pytest.mark.django_db
@pytest.mark.parametrize("criterion", Criterion)
def test_a_position_can_be_asked_under_every_rule(write, waiting, at, criterion):
    """Also where a key has small numbers alone."""
    entries = [waiting(since=at - number * DAY) for number in range(3)]
    policies.switch_on(policy=write(criterion), actor=SYSTEM, at=at)
    assert [waitlist.position(entry) for entry in listed(entries[0])] == [1, 2, 3]


@pytest.mark.django_db
def test_the_queries_do_not_grow_with_the_list(
    write, waiting, at, django_assert_num_queries, monkeypatch
):
    def count(people):
        from django.test.utils import CaptureQueriesContext

        for _ in range(people):
            waiting()
        policy = write("applied" if people == 1 else "number")
        with CaptureQueriesContext(connection) as captured:
            policies.switch_on(policy=policy, actor=SYSTEM, at=at)
        return len(captured)

    count(1)
    few = count(2)
    assert count(20) == few


# Two at once


def in_thread(work):
    """Run this on a connection of its own; the error it ended with, or None."""
    ended = []

    def run():
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '300ms'")
                work()
            ended.append(None)
        except Exception as error:
            ended.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(15)
    assert ended, "it never came back"
    return ended[0]


@pytest.mark.django_db(transaction=True)
def test_a_new_rule_waits_for_who_joins_and_covers_them(write, web, brussels, at):
    application = ApplicationFactory(
        track=web, campus=brussels, state="admitted", eligible_at=at - DAY
    )
    policy = write("applied")

    def set_rule():
        policies.switch_on(policy=ListPolicy.objects.get(pk=policy.pk), actor=SYSTEM, at=at)

    with transaction.atomic():
        [entry] = waitlist.join(application=application, actor=SYSTEM, at=at)
        assert isinstance(in_thread(set_rule), OperationalError)
    assert in_thread(set_rule) is None
    entry.refresh_from_db()
    assert entry.order_key == key_of(entry)
    assert len(entry.order_key) == 2


@pytest.mark.django_db(transaction=True)
def test_who_joins_or_moves_waits_for_a_new_rule(write, waiting, web, brussels, at):
    application = ApplicationFactory(
        track=web, campus=brussels, state="admitted", eligible_at=at - DAY
    )
    here = waiting()
    policy = write("applied")

    def join():
        waitlist.join(application=application, actor=SYSTEM, at=at)

    def move():
        waitlist.set_priority(entry=here, priority=1, reason="Ours", actor=SYSTEM, at=at)

    with transaction.atomic():
        policies.switch_on(policy=policy, actor=SYSTEM, at=at)
        assert isinstance(in_thread(join), OperationalError)
        assert isinstance(in_thread(move), OperationalError)
    assert in_thread(join) is None
    assert in_thread(move) is None
    assert [entry.order_key for entry in listed(here)] == [key_of(entry) for entry in listed(here)]
    assert {len(entry.order_key) for entry in listed(here)} == {2}
