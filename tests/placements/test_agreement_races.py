"""Two parties sign in the same second: one signed file, both signatures, no one left waiting."""

import contextlib
import threading
from datetime import timedelta

import pytest
from django.db import connections

from becode.core.moves import IllegalMove
from becode.files.models import StoredFile
from placements.models import InternshipAgreement, Signature
from placements.workflow import agreements, correcting, signing
from tests import factories
from tests.factories import MOMENT
from tests.factories_agreements import SYSTEM, make, ready_internship, sign

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 2  # seconds: how long the first waits for the second before it goes on alone


@pytest.fixture
def agreement():
    """One signature is there; those of the company and the school are missing."""
    campus = factories.CampusFactory(region="brussels")
    contact = factories.CompanyContactFactory(company=factories.CompanyFactory())
    school_user = factories.UserFactory(roles=["placement"], campuses=[campus])
    internship = ready_internship(company=contact.company, contacts=[contact], campus=campus)
    made = make(internship, [contact], school_user)
    sign(made.signatures.get(party="learner"))
    return made


def at_once(*acts):
    """Run them in threads of their own; what each raised, in order."""
    faults = [None] * len(acts)

    def run(number, act):
        try:
            act()
        except Exception as error:
            faults[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return faults


def meet_before_the_end(monkeypatch):
    """Whoever gave a signature waits for the other before asking whether it was the last one."""
    barrier = threading.Barrier(2)
    ask = signing.finish_if_complete

    def wait_and_ask(held, **also):
        with contextlib.suppress(threading.BrokenBarrierError):  # the other waits for our lock
            barrier.wait(PATIENCE)
        return ask(held, **also)

    monkeypatch.setattr(signing, "finish_if_complete", wait_and_ask)


def sign_both(agreement):
    host = agreement.signatures.get(party="host")
    school = agreement.signatures.get(party="school")
    faults = at_once(lambda: sign(host), lambda: sign(school))
    agreement.refresh_from_db()
    missing = agreement.signatures.filter(signed_at__isnull=True).count()
    files = StoredFile.objects.filter(name__startswith="signed").count()
    return faults, agreement.state, missing, files


def test_the_last_two_signatures_make_one_file(agreement, monkeypatch):
    meet_before_the_end(monkeypatch)
    assert sign_both(agreement) == ([None, None], "signed", 0, 1)


def test_without_the_lock_nobody_is_the_last_one(agreement, monkeypatch):
    """The race is real: each sees the other's signature missing, and the file is never made."""
    meet_before_the_end(monkeypatch)
    monkeypatch.setattr(
        agreements, "hold", lambda pk: InternshipAgreement.objects.with_all().get(pk=pk)
    )
    assert sign_both(agreement) == ([None, None], "open", 0, 0)


def test_one_signature_is_given_once(agreement):
    host = agreement.signatures.get(party="host")
    faults = at_once(lambda: sign(host), lambda: sign(host))
    assert sorted(type(one) for one in faults if one) == [IllegalMove]


def test_a_correction_and_a_signature_never_pass_each_other(agreement):
    """Either the signature was there and is kept or asked again, or it is refused."""
    internship = agreement.internship
    internship.insurer = "Other"
    internship.save()
    host = agreement.signatures.get(party="host")
    school = agreement.signatures.get(party="school")
    seen = correcting.preview(agreement, [host.contact], school.user).seal

    def correct():
        correcting.correct(
            agreement=agreement,
            signatories=[host.contact],
            school_user=school.user,
            reason="Typo",
            seen=seen,
            actor=SYSTEM,
            at=MOMENT + timedelta(hours=1),
        )

    faults = at_once(correct, lambda: sign(host))
    assert faults[0] is None
    made = InternshipAgreement.objects.get(state="open")
    assert made.replaces_id == agreement.pk
    assert not made.signatures.filter(signed_at__isnull=False).exists()
    was_signed = Signature.objects.get(pk=host.pk).signed_at is not None
    assert was_signed == (faults[1] is None)
