"""One place on a list says why it stands there, and what a colleague may do with it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applicants.models import PassOver
from applicants.workflow import policies, waitlist
from becode.audit.models import AuditEntry
from becode.core import clock
from becode.core.actors import SYSTEM

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def staff(amina, signed_in, at):
    return signed_in(amina)


@pytest.fixture
def entry(waiting):
    return waiting()


def page_of(entry):
    return reverse("admin:applicants_waitlistentry_change", args=[entry.pk])


def do(client, entry, verb, **data):
    address = reverse("admin:applicants_waitlistentry_do", args=[entry.pk, verb])
    answer = client.post(address, data)
    entry.refresh_from_db()
    return answer


def buttons(client, entry):
    return [str(button.label) for button in client.get(page_of(entry)).context["buttons"]]


def facts(client, entry):
    return {str(name): str(value) for name, value in client.get(page_of(entry)).context["facts"]}


def told(client, entry):
    events = client.get(page_of(entry)).context["events"]
    return [(event.title, str(event.detail)) for event in events if "aiting" in event.title
            or "waitlist" in event.title or "Passed" in event.title]  # fmt: skip


def test_a_place_bears_the_name_of_the_person_and_leads_back_to_its_list(staff, entry):
    list_url = reverse("admin:waitlist", args=[entry.campus_id, entry.track_id])
    page = staff.get(page_of(entry)).context
    assert page["title"] == f"{entry.application.person} · {entry.campus}"
    assert page["list_url"] == list_url


def test_a_priority_is_told_from_what_to_what_and_why(staff, entry):
    do(staff, entry, "priority", priority="1", code="our_mistake", reason="Lost in spring")
    assert told(staff, entry) == [
        ("Priority on a waitlist changed", "Normal → First: We made a mistake before")
    ]
    assert facts(staff, entry)["Kind of reason"] == "We made a mistake before"
    do(staff, entry, "priority", priority="5")
    assert (entry.priority_code, entry.priority_reason) == ("", "")
    assert told(staff, entry)[0] == ("Priority on a waitlist changed", "First → Normal")


def test_a_priority_needs_a_known_kind_of_reason_and_words(staff, entry):
    for data, wrong in (
        ({"code": "gender", "reason": "x"}, ["code"]),
        ({"code": "", "reason": "x"}, ["code"]),
        ({"code": "moved", "reason": " "}, ["reason"]),
    ):
        answer = do(staff, entry, "priority", priority="1", **data)
        assert list(answer.context["form"].errors) == wrong
    assert entry.priority == 5


def test_a_pause_has_a_day_and_ends_when_it_is_ended(staff, entry, at):
    until = (at + 40 * DAY).date()
    do(staff, entry, "pause", until=until.isoformat())
    assert entry.paused_until == until
    assert facts(staff, entry)["Paused until"] == "11 April 2026"
    assert "End the pause" in buttons(staff, entry)
    do(staff, entry, "resume")
    assert entry.paused_until is None
    assert "End the pause" not in buttons(staff, entry)
    assert told(staff, entry) == [
        ("Waiting goes on", ""),
        ("Waiting paused", "Until 11 April 2026"),
    ]


def test_a_pause_too_long_or_gone_by_is_refused(staff, entry, at):
    for day in (at, at + 400 * DAY):
        do(staff, entry, "pause", until=day.date().isoformat())
        assert entry.paused_until is None


def test_an_old_place_is_given_back_within_its_time(staff, entry, at):
    do(staff, entry, "leave")
    assert facts(staff, entry)["Why the place ended"] == "The person left the list"
    assert facts(staff, entry)["Can have the old place back until"] == "1 May 2026"
    assert buttons(staff, entry) == ["Give the old place back"]
    assert told(staff, entry)[0] == ("Left a waitlist", "The person left the list")
    with clock.set_to(at + 61 * DAY):
        assert buttons(staff, entry) == []
    do(staff, entry, "reopen")
    assert (entry.state, entry.end_reason) == ("waiting", "")


def test_who_is_passed_over_stays_for_other_cohorts(staff, entry, cohort):
    answer = do(staff, entry, "pass-over", cohort=cohort.pk, words=" ")
    assert list(answer.context["form"].errors) == ["words"]
    do(staff, entry, "pass-over", cohort=cohort.pk, words="Is abroad until June")
    note = PassOver.objects.get()
    assert (note.entry, note.cohort, note.reason) == (entry, cohort, "staff")
    assert told(staff, entry) == [
        ("Passed over for a seat", "A colleague decided so, and wrote why")
    ]
    # The audit has the kind of reason, never the words.
    assert "abroad" not in str(AuditEntry.objects.get(label="waitlist.passed_over").__dict__)


def test_the_page_says_what_the_rule_sees(staff, entry, waiting, brussels, web, at):
    waiting(since=at - 300 * DAY)
    assert facts(staff, entry)["Number on the list"] == "2"
    policy = policies.write_policy(
        campus=brussels,
        track=web,
        criteria=["choice", "number"],
        after_decline="ask",
        remark="Why",
        actor=SYSTEM,
        at=at,
    )
    policies.switch_on(policy=policy, actor=SYSTEM, at=at)
    assert facts(staff, entry)["Number on the list"] == "1"
    why = staff.get(page_of(entry)).context["sections"][0].context["facts"]
    assert [str(value) for _name, value in why[1:]] == ["Choice 1", entry.application.number]


def test_the_page_asks_the_same_queries_whatever_happened(staff, entry, waiting, cohort, at):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(page_of(entry)).status_code == 200
        return len(captured)

    queries()
    before = queries()
    for number in range(8):
        waiting()
        waitlist.set_priority(
            entry=entry, priority=1, reason=f"Reason {number}", actor=SYSTEM, at=at
        )
    assert queries() == before
