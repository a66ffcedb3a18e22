"""The reminders of a cohort of 24, from two weeks before the start to two years after the end.

Two senders at once, the clock set from day to day. What is expected is written down here, by hand
from docs/domain.md, "Reminders": each message once, alone or together with others, on its day or
after a public holiday; nobody who left gets what is no longer theirs. The last evening before the
start and the third day before the internship are the days on which the clocks change.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from becode.core import clock
from becode.core.public_holidays import public_holidays
from becode.messages.days import release, settling
from becode.messages.deliver import deliver_ready
from becode.messages.invariants import merged_end_together, one_ordinary_a_day
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from cohorts.models import Enrolment
from placements.models import Internship
from placements.workflow import follow_up_plan
from tests import factories
from tests.becode.messages.test_claims import together
from tests.factories_placements import InternshipFactory
from tests.smtp_sink import SmtpSink

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

START, INTERNSHIP, END = date(2026, 3, 30), date(2026, 10, 28), date(2027, 1, 22)
STEADY, EARLY, LEFT, BACK = 16, 3, 3, 2  # 24 in all
STARTS, NO_PLACE, BEGINS, ENDS, EXIT, AFTER = (
    "cohort_starts",
    "placements.no_place_learner",
    "internship_starts_learner",
    "placements.internship_ends_learner",
    "placements.exit_form",
    "placements.follow_up",
)
CLOCKS_CHANGE = (date(2026, 3, 29), date(2026, 10, 25))


def days(*texts):
    """`"2026-03-16 23 28"` is three days of one month."""
    found = []
    for text in texts:
        first, *others = text.split()
        found += [date.fromisoformat(first)]
        found += [found[-1].replace(day=int(day)) for day in others]
    return found


BEFORE_START = {STARTS: days("2026-03-16 23 28 29")}
INTERN = {
    BEGINS: days("2026-10-25"),
    ENDS: days("2027-01-01 15"),
    EXIT: days("2027-01-22 29", "2027-02-05 12"),
    AFTER: days("2027-02-22 26", "2027-03-04", "2027-04-22 26", "2027-05-02")
    + days("2027-07-22 26", "2027-08-01", "2028-01-22 26", "2028-02-01")
    + days("2029-01-22 26", "2029-02-01"),
}
EXPECTED = {
    "steady": BEFORE_START | INTERN | {NO_PLACE: days("2026-09-02 16 30", "2026-10-14")},
    "early": BEFORE_START | INTERN | {NO_PLACE: days("2026-09-02")},
    "left": BEFORE_START
    | {
        EXIT: days("2026-06-15 22 29", "2026-07-06"),
        AFTER: days("2026-07-15 19 25", "2026-09-15 19 25", "2026-12-15 19 25")
        + days("2027-06-15 19 25", "2028-06-15 19 25"),
    },
    # Graduated on 23 February, had a seat again, and gave it up on 25 March.
    "back": {
        STARTS: days("2026-03-16 23"),
        EXIT: days("2026-03-16"),
        AFTER: days("2026-03-23 27", "2026-04-02", "2026-05-23 27", "2026-06-02")
        + days("2026-08-23 27", "2026-09-02", "2027-02-23 27", "2027-03-05")
        + days("2028-02-23 27", "2028-03-04"),
    },
}
WHO = {"steady": STEADY, "early": EARLY, "left": LEFT, "back": BACK}


def expected():
    """(address, reminder, day) of every message."""
    return Counter(
        (f"{kind}{number}@mail.example", rule, day)
        for kind, number_of in WHO.items()
        for number in range(number_of)
        for rule, on in EXPECTED[kind].items()
        for day in on
    )


@pytest.fixture
def cohort(web, brussels):
    made = factories.CohortFactory(
        track=web,
        campus=brussels,
        start_on=START,
        end_on=INTERNSHIP - timedelta(days=1),
        internship_start_on=INTERNSHIP,
        internship_end_on=END,
        seats=30,
    )
    before = factories.CohortFactory(track=web, campus=brussels, state="completed")
    for kind, number_of in WHO.items():
        for number in range(number_of):
            person = factories.PersonFactory(email=f"{kind}{number}@mail.example")
            factories.EnrolmentFactory(person=person, cohort=made)
            if kind == "back":
                factories.EnrolmentFactory(
                    person=person,
                    cohort=before,
                    state="graduated",
                    graduated_on=date(2026, 2, 23),
                )
    return made


def happenings(cohort):
    """What people did, by day: always before nine."""
    everybody = Enrolment.objects.filter(cohort=cohort)

    def those(kind):
        return everybody.filter(person__contact_points__value__startswith=kind)

    def place(*kinds):
        for kind in kinds:
            for enrolment in those(kind).order_by("pk"):
                InternshipFactory(enrolment=enrolment, start_on=INTERNSHIP, end_on=END)

    def start():
        everybody.filter(state="enrolled").update(state="in_training", started_on=START)
        type(cohort).objects.filter(pk=cohort.pk).update(state="running")

    def end():
        Internship.objects.update(state="completed")
        everybody.filter(state="on_internship").update(state="graduated", graduated_on=END)

    def intern():
        Internship.objects.update(state="running")
        everybody.filter(state="in_training").update(state="on_internship")

    return {
        date(2026, 3, 25): lambda: those("back").update(state="withdrawn"),
        START: start,
        date(2026, 6, 15): lambda: those("left").update(
            state="left", left_on=date(2026, 6, 15), leaving_reason="money"
        ),
        date(2026, 9, 10): lambda: place("early"),
        date(2026, 10, 20): lambda: place("steady"),
        INTERNSHIP: intern,
        END: end,
    }


def moments(happened):
    """Where something may change: nine and six on each day of the table and the day after, each
    Monday at nine, each hour of the days on which the clocks change."""
    told = {day for on in EXPECTED.values() for some in on.values() for day in some}
    looked_at = told | {day + timedelta(days=1) for day in told} | set(happened)
    first, last = min(looked_at), max(looked_at)
    looked_at |= {first + timedelta(days=n) for n in range(0, (last - first).days, 7)}
    found = {clock.at_local(day, hour) for day in looked_at for hour in (9, 18)}
    for day in CLOCKS_CHANGE:
        midnight = clock.at_local(day, 0)
        found |= {midnight + timedelta(hours=hour) for hour in range(25)}
    return sorted(found)


def test_everybody_gets_each_message_once(cohort, only_rules, settings):
    only_rules(STARTS, NO_PLACE, BEGINS, ENDS, EXIT, AFTER)
    happened = happenings(cohort)
    with SmtpSink() as sink:
        sink.use(settings)
        for at in moments(happened):
            day = clock.local_day(at)
            with clock.set_to(at):
                happened.pop(day, lambda: None)()
                follow_up_plan.plan_exit_forms()
                follow_up_plan.plan_follow_ups()
                follow_up_plan.close_past(at=at)
                with settling():
                    sweep(at=at)
                release(at=at)
            if Message.objects.open().filter(next_try_at__lte=at).exists():
                together(*[lambda at=at: deliver_ready(at=at)] * 2)

    sent = Message.objects.filter(state="sent").order_by("pk")
    assert set(Message.objects.values_list("state", "outcome")) == {("sent", "accepted")}
    assert Counter((one.address, one.rule, clock.local_day(one.due_at)) for one in sent) == (
        expected()
    )
    mails = Counter(
        (one.address, clock.local_day(one.finished_at)) for one in sent if not one.merged_into_id
    )
    assert set(mails.values()) == {1}
    assert Counter(sink.addresses()) == Counter(address for address, _day in mails.elements())
    together_ = sum(1 for one in sent if one.merged_into_id)
    at = datetime(2029, 6, 1, tzinfo=UTC)
    assert (one_ordinary_a_day(at=at), merged_end_together(at=at).count()) == (0, 0)
    left_on = {clock.local_day(one.finished_at) for one in sent}
    assert not any(day in public_holidays(day.year) for day in left_on)
    print(
        f"\n  24 people, {sent.count()} messages in {len(sink.received)} mails,"
        f" {together_} went along; each once"
    )
