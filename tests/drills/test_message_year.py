"""Every reminder of the table for a cohort of 24, from the first form to two years after the end.

Two senders at once, the clock set from moment to moment. What is expected is computed by
tests/drills/year/expected.py from the table and the facts, apart from the product's code: each
message once, alone or in the mail of another one, at its hour, none for somebody who left or was
answered. The last evening before the start and the third day before the internship are the days
on which the clocks change.
"""

import os
from collections import Counter
from datetime import datetime, timedelta

import pytest

from applicants import tasks as applicants_tasks
from becode.core import clock
from becode.messages.days import release, settling
from becode.messages.deliver import deliver_ready
from becode.messages.invariants import merged_end_together, one_ordinary_a_day
from becode.messages.models import Message
from becode.reminders.registry import rules
from becode.reminders.sweep import sweep
from cohorts import tasks as cohorts_tasks
from placements import tasks as placements_tasks
from tests.becode.messages.test_claims import together
from tests.drills.year import cast, deeds_internship, deeds_intake, deeds_training, world
from tests.drills.year.expected import departures, promises
from tests.drills.year.facts import local, moment
from tests.drills.year.table import NUMBERS, TABLE
from tests.smtp_sink import SmtpSink

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

DEEDS = deeds_intake.DEEDS | deeds_training.DEEDS | deeds_internship.DEEDS
# As the beat runs them, each at every moment of the year.
JOBS = (
    applicants_tasks.end_offers,
    applicants_tasks.lapse_no_shows,
    applicants_tasks.ask_still_interested,
    applicants_tasks.forget_drafts,
    cohorts_tasks.plan_evaluations,
    cohorts_tasks.raise_flags,
    placements_tasks.plan_follow_ups,
    placements_tasks.settle_agreements,
    placements_tasks.start_internships,
    placements_tasks.end_silent_proposals,
    placements_tasks.expire_positions,
)
UNTIL = os.environ.get("BECODE_DRILL_UNTIL", "2029-03-01")


def moments(facts, left):
    """Where something happens or is expected, the day after, each Monday, and each hour of the
    days on which the clocks change."""
    found = {one.at for one in facts} | {one.at for one in left} | {one.promise.due for one in left}
    found |= {one.counts_from for one in facts if isinstance(one.counts_from, datetime)}
    days = {local(at).date() for at in found}
    looked_at = days | {day + timedelta(days=1) for day in days}
    first, last = min(days), max(days)
    looked_at |= {first + timedelta(days=n) for n in range((last - first).days) if n % 7 == 0}
    found |= {clock.at_local(day, 9) for day in looked_at}
    for day in cast.CLOCKS_CHANGE:
        found |= {clock.at_local(day, 0) + timedelta(hours=hour) for hour in range(25)}
    return sorted(at for at in found if at >= min(one.at for one in facts))


def live(school, facts, at):
    """One moment: what people do, the jobs, a sweep, two senders."""
    with clock.set_to(at):
        for fact in facts.pop(at, ()):
            deed = DEEDS.get(fact.what)
            if deed is not None:
                deed(school, fact)
        for job in JOBS:
            job()
        with settling():
            sweep(at=at)
        release(at=at)
    if Message.objects.open().filter(next_try_at__lte=at).exists():
        together(*[lambda: deliver_ready(at=at)] * 2)


def difference(wanted, found):
    """What is missing and what is too many, a line each, by person and time."""
    lines = [(key, "missing", many) for key, many in (wanted - found).items()]
    lines += [(key, "too many", many) for key, many in (found - wanted).items()]
    return "\n".join(
        f"  {address:28} {key:40} due {due:%a %Y-%m-%d %H:%M} left {left:%Y-%m-%d %H:%M}"
        f"  {what} ×{many}"
        for (address, key, due, left), what, many in sorted(lines)
    )


def test_everybody_gets_each_message_once(web, brussels, only_rules, settings):
    only_rules(*[rule.key for rule in rules() if rule.key != "digest"])
    until = moment(UNTIL, "00:00")
    told = [one for one in cast.facts() if one.at < until]
    left = [one for one in departures(promises(told, cast.readers)) if one.at < until]
    facts = {}
    for one in told:
        facts.setdefault(one.at, []).append(one)
    with SmtpSink() as sink:
        sink.use(settings)
        times = [at for at in moments(told, left) if at < until]
        with clock.set_to(times[0] - timedelta(days=1)):
            school = world.build(web, brussels, times[0] - timedelta(days=1))
        for at in times:
            live(school, facts, at)
    ours = {line.key for line in TABLE}
    sent = [
        one
        for one in Message.objects.filter(state="sent").order_by("pk")
        if (one.rule or one.kind) in ours
    ]
    wanted = Counter((one.promise.address, one.promise.line.key, local(one.promise.due), local(one.at)) for one in left)
    found = Counter((one.address, one.rule or one.kind, local(one.due_at), to_the_minute(one.finished_at)) for one in sent)
    assert wanted == found, "\n" + difference(wanted, found)
    report(left, sent)


def to_the_minute(at):
    """A sender counts the seconds that its run took."""
    return local(at).replace(second=0, microsecond=0)


def report(left, sent):
    """Expected, sent and merged by number of the table."""
    expected = Counter(one.promise.line.number for one in left)
    number_of = {line.key: line.number for line in TABLE}
    arrived = Counter(number_of[one.rule or one.kind] for one in sent)
    merged = Counter(number_of[one.rule or one.kind] for one in sent if one.merged_into_id)
    print("\n   #  expected  sent  merged")
    for number in sorted(NUMBERS):
        print(f"  {number:2}  {expected[number]:8}  {arrived[number]:4}  {merged[number]:6}")
    assert set(expected) == NUMBERS
