"""Every reminder of the table for a cohort of 24, from the first form to two years after the end.

Two senders at once, the clock set from moment to moment. What is expected is computed by
tests/drills/year/ from the table, transcribed by hand, and from what happened, told as facts;
nothing of it comes from the product's code: each message once, alone or in the mail of another
one, at its hour, none for who left or did what was asked. The last evening before the start and
the third day before the internship are the days on which the clocks change.

BECODE_DRILL_UNTIL=2026-03-02 looks at the first part alone; numbers may then be without a message.
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
from tests.drills.year import cast, deeds_intake, deeds_internship, deeds_training, world
from tests.drills.year.expected import departures, promises
from tests.drills.year.facts import local, moment
from tests.drills.year.stories import facts
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
ONE_DAY = timedelta(days=1)
THE_END = "2029-03-01"
UNTIL = os.environ.get("BECODE_DRILL_UNTIL", THE_END)
NUMBER_OF = {line.key: line.number for line in TABLE}
# What somebody may still hear after the end of their way, beside what the table says.
LAST_WORDS = {
    "gone": set(),
    "rejected": {"applicants.rejected"},
    "lapsed": set(),
    "left": {"placements.exit_form", "placements.follow_up_question", "cohorts.laptop_out"},
}
ENDS = {"withdrawn", "rejected", "lapsed", "left"}


def test_everybody_gets_each_message_once(web, brussels, only_rules, settings):
    only_rules(*[rule.key for rule in rules() if rule.key != "digest"])
    told = [one for one in facts() if one.at < moment(UNTIL, "00:00")]
    made = promises(told, cast.readers)
    left = [one for one in departures(made) if one.at < moment(UNTIL, "00:00")]
    times = [at for at in moments(told, left) if at < moment(UNTIL, "00:00")]
    with SmtpSink() as sink:
        sink.use(settings)
        live_through(told, times, track=web, campus=brussels)

    sent = list(Message.objects.filter(state="sent").order_by("pk"))
    ours = [one for one in sent if key_of(one) in NUMBER_OF]
    show(left, ours)
    same(
        Counter((at.promise.address, at.promise.line.key, at.promise.due, at.at) for at in left),
        Counter((one.address, key_of(one), one.due_at, left_at(one)) for one in ours),
    )
    # So many mails and texts, and no other: what went along did not go twice.
    same(
        Counter(
            (one.promise.address, "mail or text", one.at, one.at) for one in left if not one.merged
        ),
        Counter(
            (one.address, "mail or text", left_at(one), left_at(one))
            for one in ours
            if not one.merged_into_id
        ),
    )
    mails = [one.address for one in sent if one.channel == "email" and not one.merged_into_id]
    assert Counter(sink.addresses()) == Counter(mails)
    assert not heard_too_much(told, sent)
    assert {local(one.at).date() for one in left if on_clock_change(one.at)} == {
        day for day in cast.CLOCKS_CHANGE if day < local(times[-1]).date()
    }
    ended = Message.objects.exclude(state="sent").order_by("pk")
    assert set(ended.values_list("state", "outcome")) <= {
        ("cancelled", "no_longer_true"),  # done while it waited for another day
        ("cancelled", "too_late"),  # a text at eight in the evening that the morning makes useless
    }
    at = times[-1] + ONE_DAY
    assert (one_ordinary_a_day(at=at), merged_end_together(at=at).count()) == (0, 0)
    if UNTIL == THE_END:
        assert {one.promise.line.number for one in left} == NUMBERS


# Time goes by ---------------------------------------------------------------------------------


def moments(told, left):
    """Where something happens or is expected; nine o'clock of each Monday and, where no Monday
    comes in the next days, of the day after, until the internships end; each hour of the days on
    which the clocks change."""
    found = {one.at for one in told if one.what in DEEDS}
    found |= {one.counts_from for one in told if isinstance(one.counts_from, datetime)}
    found |= {one.at for one in left} | {one.promise.due for one in left}
    first = min(one.at for one in told)
    days = {local(at).date() for at in found}
    looked_at = {day + ONE_DAY for day in days if day.weekday() < 3}
    looked_at |= {day + timedelta(days=7 - day.weekday()) for day in days}
    found |= {clock.at_local(day, 9) for day in looked_at if day <= cast.LAST}
    for day in cast.CLOCKS_CHANGE:
        found |= {clock.at_local(day, 0) + timedelta(hours=hour) for hour in range(25)}
    return sorted(at for at in found if at >= first)


def live_through(told, times, *, track, campus):
    happened = {}
    for one in told:
        happened.setdefault(one.at, []).append(one)
    before = times[0] - ONE_DAY
    with clock.set_to(before):
        school = world.build(track, campus, before)
    for at in times:
        live(school, happened.get(at, ()), at)


def live(school, happened, at):
    """One moment: what people do, the jobs, a sweep, two senders."""
    with clock.set_to(at):
        for fact in happened:
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


# What came of it ------------------------------------------------------------------------------


def key_of(message):
    return message.rule or message.kind


def left_at(message):
    """To the minute: a sender counts the seconds that its run took."""
    return message.finished_at.replace(second=0, microsecond=0)


def on_clock_change(at):
    return local(at).date() in cast.CLOCKS_CHANGE


def heard_too_much(told, sent):
    """What people got after the end of their way that is not theirs any more."""
    ended = {one.who: one.at for one in told if one.what in ENDS}
    who_has = {cast.address_of(who): who for who in ended}
    return [
        (one.address, one.kind, one.finished_at)
        for one in sent
        if (who := who_has.get(one.address))
        and one.created_at > ended[who]
        and one.kind not in LAST_WORDS[cast.kind_of(who)]
    ]


def same(wanted, found):
    """Fails with a line for each that is missing or too many."""
    lines = [(key, "missing", many) for key, many in (wanted - found).items()]
    lines += [(key, "too many", many) for key, many in (found - wanted).items()]
    if lines:
        pytest.fail(
            f"{len(lines)} differ\n"
            + "\n".join(
                f"  {address:26} {NUMBER_OF.get(key, ''):2} {key:40}"
                f" due {local(due):%a %Y-%m-%d %H:%M} left {local(left):%m-%d %H:%M} {what} {many}"
                for (address, key, due, left), what, many in sorted(lines)
            ),
            pytrace=False,
        )


def show(left, ours):
    """Expected, sent and merged by number of the table."""
    expected = Counter(one.promise.line.number for one in left)
    arrived = Counter(NUMBER_OF[key_of(one)] for one in ours)
    merged = Counter(NUMBER_OF[key_of(one)] for one in ours if one.merged_into_id)
    print("\n   #  expected  sent  of them in the mail of another one")
    for number in sorted(NUMBERS):
        print(f"  {number:2}  {expected[number]:8}  {arrived[number]:4}  {merged[number]:4}")
    print(f"      {expected.total():8}  {arrived.total():4}  {merged.total():4}")
