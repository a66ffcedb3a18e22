"""The status of messages: what waits, what failed and why, jobs, hosts, Redis."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from becode.core.invariants import invariants
from becode.messages.health import beat
from becode.messages.models import Heartbeat, Message, Outlet
from becode.messages.outlets import host_of
from becode.messages.tasks import deliver_due, show_life
from tests.becode.messages import notes
from tests.becode.messages.notes import write
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db
PAGE = "/staff/messages/status/"


@pytest.fixture(autouse=True, scope="module")
def _notes():
    notes.declare()


def failed(name, outcome="smtp_550", **also):
    message = write(name)
    values = {"state": "failed", "outcome": outcome, "finished_at": MOMENT, "sealed": None}
    Message.objects.filter(pk=message.pk).update(**values | also)
    return message


def tables(page):
    """The tables of the page by title: lists of cells as they are shown."""
    sections = [*page.context["failures"], *page.context["sections"]]
    return {
        str(one.title): [[str(cell) for cell in row] for row in one.context["rows"]]
        for one in sections
    }


def words(cell):
    return cell.split(">")[1].split("<")[0] if ">" in cell else cell


def test_what_waits_and_since_when(at, signed_in, ada):
    write("Anna", at=MOMENT - timedelta(minutes=9))
    write("Bert", due_at=MOMENT + timedelta(hours=1))
    failed("Cas")

    rows = tables(signed_in(ada).get(PAGE))["Messages: open, and of the last seven days"]

    assert [row[:2] for row in rows if row[1] not in ("0", "")] == [
        ["Waiting", "2"],
        ["Not sent", "1"],
        ["The oldest waits for", "9\xa0minutes"],
    ]


def test_failures_by_reason_and_by_mail_server(at, signed_in, ada):
    failed("Anna")
    failed("Bert", address="bert@OTHER.example")
    failed("Cas", outcome="no_address", address="")
    failed("Dirk", finished_at=MOMENT - timedelta(days=8))

    shown = tables(signed_in(ada).get(PAGE))

    assert [
        (words(row[0]), row[1]) for row in shown["Not sent in the last seven days, by reason"]
    ] == [
        ("The address was refused (answer 550).", "2"),
        ("There is no address or number that works.", "1"),
    ]
    hosts = shown["E-mails not sent in the last seven days, by mail server"]
    assert [row[:3] for row in hosts] == [
        ["mail.example", "1", "The address was refused (answer 550)."],
        ["other.example", "1", "The address was refused (answer 550)."],
    ]


def test_a_manager_sees_failures_of_their_campuses(at, signed_in, mieke, ghent):
    failed("Anna", campus_key=ghent.pk)

    shown = tables(signed_in(mieke).get(PAGE))

    assert shown["Not sent in the last seven days, by reason"] == []


def test_reasons_lead_to_the_list_where_many_are_sent_again(at, signed_in, ada):
    first, second = failed("Anna"), failed("Bert")
    failed("Cas", outcome="smtp_421")
    client = signed_in(ada)
    rows = tables(client.get(PAGE))["Not sent in the last seven days, by reason"]
    address = rows[0][0].split('"')[3].replace("&amp;", "&")

    page = client.get(address)

    assert {one.pk for one in page.context["cl"].result_list} == {first.pk, second.pk}


def test_jobs_with_their_last_sign_of_life(at, signed_in, ada):
    beat("reminders.sweep", at=MOMENT - timedelta(minutes=2), detail={})
    beat("messaging.deliver_due", at=MOMENT - timedelta(minutes=2), detail={})

    rows = {row[0]: words(row[1]) for row in tables(signed_in(ada).get(PAGE))["Periodic work"]}

    assert rows["Redis (wake-ups only)"] == "Good"
    assert rows["Looking which reminders are due"] == "Good"
    assert rows["Sending e-mails"] == "Late"
    assert rows["Deleting files that belong to nothing"] == "Not yet"


def test_without_redis_the_page_says_so_and_works(at, signed_in, ada, settings):
    settings.REDIS_URL = "unix:///tmp/nobody-listens-here.sock"

    rows = tables(signed_in(ada).get(PAGE))["Periodic work"]

    assert words(rows[0][1]) == "Away: messages leave later"


def test_a_host_that_is_left_alone_says_until_when(at, signed_in, ada, settings):
    settings.EMAIL_PER_MINUTE = 30
    until = timezone.now() + timedelta(minutes=4)
    Outlet.objects.create(
        name=host_of("email"), failures=6, open_until=until, last_failure="server_away"
    )

    mail, texts = tables(signed_in(ada).get(PAGE))["Ways out"]

    assert (mail[0], mail[3], words(mail[1]), mail[5]) == (
        "E-mail",
        "30",
        f"Left alone until {timezone.localtime(until):%H:%M}",
        "6 failures. The last one: The mail server did not answer.",
    )
    assert (texts[3], words(texts[1])) == ("no limit", "Not yet")


def test_a_finished_job_of_the_schedule_is_a_sign_of_life(at):
    show_life(sender=deliver_due)

    assert Heartbeat.objects.get().name == "messaging.deliver_due"


def test_queries_are_as_many_at_one_failure_as_at_thirty(
    at, signed_in, ada, django_assert_max_num_queries
):
    client = signed_in(ada)
    failed("Anna")
    client.get(PAGE)
    for number in range(29):
        failed(f"Person{number}", address=f"a@host{number}.example")

    with django_assert_max_num_queries(22) as found:
        client.get(PAGE)
    assert len(found) > 0


def test_it_is_for_managers(at, signed_in, amina, mieke):
    assert signed_in(amina).get(PAGE).status_code == 403
    assert signed_in(mieke).get(PAGE).status_code == 200
    assert signed_in(mieke).post(PAGE).status_code == 405
    assert reverse("admin:message_status") == PAGE
    assert "messages.one_ordinary_a_day" in {one.key for one in invariants()}
