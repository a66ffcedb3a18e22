"""What matters and did not arrive goes by the person's other address or number, once."""

import inspect
from datetime import timedelta

import pytest

from becode.audit.models import AuditEntry
from becode.core.actors import SYSTEM
from becode.messages import bounces
from becode.messages.compose import send
from becode.messages.deliver import deliver_ready
from becode.messages.fallback import WITHIN, go_by_another_way, important_kinds
from becode.messages.models import Message
from becode.messages.notification import declared
from becode.messages.sms import MemoryBackend as MemorySms
from tests.becode.messages.notes import CodeNote, ImportantNote, Note, UrgentNote, person_with
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db
PHONE = "+32470000001"


def written(kind=ImportantNote, *, phone=PHONE, email="refused@mail.example", **also):
    (message,) = send(kind(person_with(email=email, phone=phone)), at=MOMENT, **also)
    return message


def failed(message, outcome="smtp_550"):
    Message.objects.filter(pk=message.pk).update(
        state="failed", outcome=outcome, finished_at=MOMENT, sealed=None
    )
    return message


def came_back(message):
    Message.objects.filter(pk=message.pk).update(
        state="sent", outcome="accepted", finished_at=MOMENT, sealed=None
    )
    message.refresh_from_db()
    bounces.report_bounced(
        channel="email", address=message.address, message=message, actor=SYSTEM, at=MOMENT
    )
    return message


def others(message):
    rows = message.replacements.order_by("pk")
    return list(rows.values_list("channel", "address", "state"))


@pytest.mark.parametrize("kind", [ImportantNote, UrgentNote])
def test_refused_mail_goes_by_text_within_two_runs(kind, sink):
    message = written(kind)

    deliver_ready(at=MOMENT)
    assert (MemorySms.sent, others(message)) == ([], [])
    deliver_ready(at=MOMENT)
    deliver_ready(at=MOMENT)

    ((to, text, _reference),) = MemorySms.sent
    assert (to, text) == (PHONE, "Open https://school.example/my/very-secret")
    assert others(message) == [("sms", PHONE, "sent")]
    assert AuditEntry.objects.filter(label="message.other_way").count() == 1


def test_mail_that_came_back_goes_by_text(at):
    message = came_back(written())
    assert go_by_another_way(at=at) == 1
    assert others(message) == [("sms", PHONE, "pending")]


def test_text_that_failed_goes_by_mail(at):
    person = person_with(phone=PHONE, email="anna@mail.example")
    person.contact_points.filter(kind="phone").update(is_preferred=True)
    person.contact_points.filter(kind="email").update(is_preferred=False)
    (message,) = send(ImportantNote(person), at=at)
    failed(message, "sms_refused")
    assert go_by_another_way(at=at) == 1
    assert others(message) == [("email", "anna@mail.example", "pending")]


def test_twice_asked_writes_once(at):
    message = failed(written())
    assert [go_by_another_way(at=at), go_by_another_way(at=at)] == [1, 0]
    assert len(others(message)) == 1


def test_what_fails_by_the_other_way_too_is_for_colleagues(at):
    message = failed(written())
    go_by_another_way(at=at)
    failed(message.replacements.get(), "sms_refused")
    assert go_by_another_way(at=at) == 0
    assert Message.objects.count() == 2


def test_ordinary_message_stays_where_it_failed(at):
    message = failed(written(Note))
    assert (go_by_another_way(at=at), others(message)) == (0, [])


def test_code_goes_to_the_address_that_asked_for_it_alone(at):
    message = failed(written(CodeNote))
    assert (go_by_another_way(at=at), others(message)) == (0, [])
    assert {"accounts.login_code", "portal.sign_in_link"}.isdisjoint(important_kinds())


def test_nobody_without_another_way(at):
    message = failed(written(phone=""))
    assert (go_by_another_way(at=at), others(message)) == (0, [])


def test_number_that_does_not_work_is_no_way(at):
    message = failed(written())
    message.person.contact_points.filter(kind="phone").update(bounced_at=at)
    assert go_by_another_way(at=at) == 0


@pytest.mark.parametrize("outcome", ["bad_header", "secret_unreadable", "no_address"])
def test_fault_in_the_message_itself_is_no_reason(at, outcome):
    message = failed(written(), outcome)
    assert (go_by_another_way(at=at), others(message)) == (0, [])


def test_old_failures_are_history(at):
    failed(written())
    assert go_by_another_way(at=at + WITHIN + timedelta(minutes=1)) == 0


def test_what_is_useless_or_no_longer_true_is_not_written(at):
    useless, untrue = failed(written(UrgentNote)), failed(written(email="other@mail.example"))
    untrue.person.preferred_name = "unwanted"
    untrue.person.save()
    assert go_by_another_way(at=at + timedelta(minutes=11)) == 0
    assert (others(useless), others(untrue)) == ([], [])


def test_marked_as_unwanted_is_no_reason_to_send_a_text(at):
    message = written()
    Message.objects.filter(pk=message.pk).update(state="sent", finished_at=at, sealed=None)
    message.refresh_from_db()
    bounces.report_complained(
        channel="email", address=message.address, message=message, actor=SYSTEM, at=at
    )
    assert go_by_another_way(at=at) == 0


def test_a_fault_in_one_keeps_no_other_from_its_way(at, monkeypatch):
    broken, good = failed(written()), failed(written(email="b@mail.example", phone="+32470000002"))
    still_wanted = ImportantNote.is_still_wanted

    def fails_for_one(self, *, at):
        if self.subject.pk == broken.person_id:
            raise RuntimeError("a fault of ours")
        return still_wanted(self, at=at)

    monkeypatch.setattr(ImportantNote, "is_still_wanted", fails_for_one)
    assert go_by_another_way(at=at) == 1
    assert (others(broken), len(others(good))) == ([], 1)


def test_every_important_message_can_be_made_from_its_record_alone():
    needing_more = {
        key
        for key in important_kinds()
        for name, one in list(inspect.signature(declared()[key].__init__).parameters.items())[2:]
        if one.default is inspect.Parameter.empty or name == "token"
    }
    assert needing_more == set()
    assert {
        "applicants.offer_made",
        "applicants.rejected",
        "applicants.appointment_soon",
        "placements.agreement_to_sign",
        "placements.internship_starts_learner",
        "cohorts.flag_raised",
    } <= set(important_kinds())


def test_those_without_another_way_keep_nobody_else_waiting(at, monkeypatch):
    """An outage leaves hundreds that cannot go otherwise."""
    monkeypatch.setattr("becode.messages.fallback.MOST_AT_ONCE", 2)
    for number in range(3):
        failed(written(phone="", email=f"alone{number}@mail.example"))
        came_back(written(phone="", email=f"lost{number}@mail.example"))
    refused = failed(written(email="late@mail.example"))
    returned = came_back(written(email="later@mail.example", phone="+32470000002"))

    assert go_by_another_way(at=at) == 2
    assert [others(one)[0][1] for one in (refused, returned)] == [PHONE, "+32470000002"]
