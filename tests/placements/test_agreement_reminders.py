"""Row 24: who is reminded of a missing signature, when, and what ends it."""

from datetime import date, timedelta

import pytest

from becode.core import clock
from becode.core.actors import SYSTEM
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from placements.notifications.agreements import AgreementUnsigned
from placements.workflow import agreements
from tests.factories_agreements import sign, sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(only_numbers):
    only_numbers(24)


SIGNER, STAFF = "placements.agreement_unsigned", "placements.agreement_unsigned_staff"


def days_of(kind, at):
    """The days after `at` on which messages of a kind fell due, and to whom."""
    rows = Message.objects.filter(kind=kind).order_by("due_at", "pk")
    return [((clock.local_day(one.due_at) - clock.local_day(at)).days, one.address) for one in rows]


def sweep_days(at, days):
    for day in range(days):
        moment = at + timedelta(days=day, hours=2)
        for _time in range(2):
            sweep(at=moment)


def test_only_who_has_not_signed_and_never_the_mentor(agreement, signatory, max_, pia, at):
    sign(agreement.signatures.get(party="learner"))
    sweep_days(at, 8)
    expected = sorted([signatory.user.email, pia.email])
    found = days_of(SIGNER, at)
    assert sorted(address for day, address in found if day == 2) == expected
    assert sorted(address for day, address in found if day == 5) == expected
    assert len(found) == 4
    assert max_.user.email not in {address for _day, address in found}
    assert days_of(STAFF, at) == [(2, pia.email), (5, pia.email)]


def test_before_the_first_day_and_not_after_the_last_signature(agreement, signatory, at):
    """The internship starts on 6 April: the 30th of March, then all sign."""
    for day in (date(2026, 3, 29), date(2026, 3, 30)):
        sweep(at=clock.at_local(day, 12))
    assert Message.objects.filter(kind=SIGNER).count() == 3
    assert Message.objects.filter(kind=STAFF).count() == 1
    sign_all(agreement)
    for day in (date(2026, 4, 3), date(2026, 4, 5)):
        sweep(at=clock.at_local(day, 12))
    assert Message.objects.filter(kind=SIGNER).count() == 3


def test_each_reminder_brings_a_link_that_works(agreement, signatory, at):
    host = agreement.signatures.get(party="host")
    sweep(at=at + timedelta(days=2))
    assert host.links.count() == 2
    reminder = Message.objects.get(kind=SIGNER, user=signatory.user)
    assert reminder.sealed is not None
    assert "/link/sign/" not in reminder.text


@pytest.mark.parametrize("end", ["cancelled", "signed", "broken off"])
def test_at_sending_it_is_asked_again_whether_it_is_wanted(agreement, internship, end, at):
    host = agreement.signatures.with_agreement().get(party="host")
    assert AgreementUnsigned(host).is_still_wanted(at=at)
    if end == "cancelled":
        agreements.cancel(agreement=agreement, reason="No", actor=SYSTEM, at=at)
    elif end == "signed":
        sign(host)
    else:
        internship.state = "broken_off"
        internship.ended_on = at.date()
        internship.save()
    fresh = type(host).objects.with_agreement().get(pk=host.pk)
    assert not AgreementUnsigned(fresh).is_still_wanted(at=at)
    sweep(at=at + timedelta(days=2))
    reminded = Message.objects.filter(kind=SIGNER, user=host.contact.user).count()
    assert reminded == 0
