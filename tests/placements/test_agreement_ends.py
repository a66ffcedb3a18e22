"""An internship that is called off, or ends early, takes the paper along that waits for names."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from becode.audit.models import AuditEntry
from becode.core import clock
from becode.core.invariants import invariants
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from placements.models import InternshipAgreement, Position
from placements.workflow import during, internships
from placements.workflow.links import make_link
from tests.factories_agreements import scan_of, sign, sign_all
from tests.placements.interning import fresh
from tests.placements.test_agreement_corrections import amend, change

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(only_numbers):
    only_numbers(24)


def broken():
    rule = next(one for one in invariants() if one.key.endswith("nothing_to_sign_for_nothing"))
    return rule.count(at=clock.now())


def told():
    kind = "placements.agreement_cancelled"
    return sorted(Message.objects.filter(kind=kind).values_list("address", flat=True))


def call_off(internship, by, at):
    Position.objects.filter(pk=internship.position_id).update(places_taken=1)
    internships.cancel(internship=fresh(internship), actor=by, at=at)


@pytest.fixture
def signers(agreement, signatory):
    """Whom a message about the end reaches: the school knows, for it is the school's doing."""
    person = agreement.internship.enrolment.person
    return sorted([signatory.user.email, person.contact_points.get(kind="email").value])


def test_calling_off_cancels_what_waits_and_tells_each_once(
    agreement, internship, signers, pia, by_pia, at
):
    sign(agreement.signatures.get(party="learner"))
    scan = scan_of(agreement)
    call_off(internship, by_pia, at)
    agreement.refresh_from_db()
    scan.refresh_from_db()
    assert (agreement.state, scan.state) == ("cancelled", "refused")
    assert told() == signers
    entry = AuditEntry.objects.get(label="agreement.cancelled")
    assert (entry.actor_key, entry.old_state, entry.new_state) == (pia.pk, "open", "cancelled")
    letter = Message.objects.get(kind="placements.agreement_cancelled", address=signers[0])
    assert "This internship does not take place any more." in letter.text


def test_nobody_is_reminded_afterwards(agreement, internship, by_pia, at):
    call_off(internship, by_pia, at)
    for days in range(1, 8):
        sweep(at=at + timedelta(days=days, hours=2))
    assert not Message.objects.filter(kind__startswith="placements.agreement_unsigned").exists()


def test_the_link_says_that_there_is_nothing_to_do(
    client, agreement, internship, signatory, by_pia, at
):
    host = agreement.signatures.get(party="host")
    token = make_link(purpose="sign", at=at, days=30, signature=host, contact=signatory)
    page = reverse("placements:guests:sign", args=[token])
    assert client.get(page).status_code == 200
    call_off(internship, by_pia, at)
    response = client.get(page)
    assert response.status_code == 410
    assert "placements/guests/sign_over.html" in {one.name for one in response.templates}
    assert "Yasmin" not in response.content.decode()
    with pytest.raises(IllegalMove):
        sign(host)


def test_an_end_before_the_last_day_takes_the_open_amendment_along_not_what_was_signed(
    agreement, internship, signatory, pia, by_pia, at
):
    sign_all(agreement)
    change(internship, end_on=date(2026, 7, 31))
    made = amend(internship, [signatory], pia, at=at)
    type(internship).objects.filter(pk=internship.pk).update(state="running")
    later = clock.at_local(internship.start_on + timedelta(days=7), 12)
    during.break_off(internship=fresh(internship), early_end="company", actor=by_pia, at=later)
    states = dict(InternshipAgreement.objects.values_list("pk", "state"))
    assert states == {agreement.pk: "signed", made.pk: "cancelled"}


def test_who_was_hired_did_the_internship_and_may_sign_still(
    agreement, internship, signatory, pia, by_pia, at
):
    sign_all(agreement)
    change(internship, end_on=date(2026, 7, 31))
    made = amend(internship, [signatory], pia, at=at)
    type(internship).objects.filter(pk=internship.pk).update(state="running")
    later = clock.at_local(internship.start_on + timedelta(days=7), 12)
    during.break_off(internship=fresh(internship), early_end="hired", actor=by_pia, at=later)
    made.refresh_from_db()
    assert (made.state, broken()) == ("open", 0)


@pytest.mark.parametrize(("state", "count"), [("cancelled", 1), ("broken_off", 1), ("planned", 0)])
def test_the_rule_finds_a_paper_that_was_left_open(agreement, internship, state, count, at):
    type(internship).objects.filter(pk=internship.pk).update(state=state)
    assert broken() == count
