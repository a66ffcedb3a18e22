"""A certificate is made once, frozen, checked by anybody, and revoked."""

from datetime import date

import pytest
from django.test import Client

from becode.audit.models import AuditEntry
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from becode.files import store
from becode.portal.cards import cards_for
from cohorts.certificate_file import NameNotPrintable
from cohorts.models import Certificate
from cohorts.training_page import training_page
from cohorts.workflow import certificates
from tests.factories import CohortFactory, EnrolmentFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def graduate(web, brussels):
    person = PersonFactory(
        first_name="Amal",
        last_name="Haddad",
        legal_name="Amal Haddad-Ştefan",
        contact_language="fr",
    )
    return EnrolmentFactory(
        person=person,
        cohort=CohortFactory(track=web, campus=brussels, state="internship"),
        state="graduated",
        graduated_on=date(2026, 2, 27),
    )


@pytest.fixture
def certificate(graduate, at):
    return certificates.issue_certificate(enrolment=graduate, actor=SYSTEM, at=at)


def test_it_freezes_name_track_day_and_language(certificate, graduate):
    graduate.person.legal_name = "Another Name"
    graduate.person.save()
    certificate.refresh_from_db()
    assert (certificate.name, certificate.track_name, certificate.graduated_on) == (
        "Amal Haddad-Ştefan",
        "Développeur web",
        date(2026, 2, 27),
    )
    assert (certificate.language, len(certificate.code)) == ("fr", 32)


def test_it_is_a_pdf_for_archives_in_the_graduates_language(certificate):
    content = store.read(certificate.file)
    assert content.startswith(b"%PDF-1.7")
    assert b"pdfaid:part>2<" in content
    assert b"pdfuaid:part>1<" in content
    assert b"/Lang(fr)" in content


def test_the_school_name_is_used_where_no_legal_name_is_known(graduate, at):
    graduate.person.legal_name = ""
    graduate.person.save()
    made = certificates.issue_certificate(enrolment=graduate, actor=SYSTEM, at=at)
    assert made.name == "Amal Haddad"


def test_there_is_one_for_each_training(certificate, graduate, at):
    with pytest.raises(IllegalMove, match="has a certificate already"):
        certificates.issue_certificate(enrolment=graduate, actor=SYSTEM, at=at)


def test_who_has_not_graduated_gets_none(web, brussels, at):
    learner = EnrolmentFactory(cohort=CohortFactory(track=web, campus=brussels))
    with pytest.raises(IllegalMove, match="not graduated yet"):
        certificates.issue_certificate(enrolment=learner, actor=SYSTEM, at=at)


def test_a_name_in_other_letters_is_asked_for_in_latin_ones(graduate, at):
    graduate.person.legal_name = "نور الدين"
    graduate.person.save()
    with pytest.raises(NameNotPrintable, match="in Latin letters"):
        certificates.issue_certificate(enrolment=graduate, actor=SYSTEM, at=at)
    assert Certificate.objects.count() == 0


def test_signs_of_the_page_language_print_as_they_were_typed(graduate, at):
    graduate.person.legal_name = '#panic("x") *Amal* $1$'
    graduate.person.save()
    assert certificates.issue_certificate(enrolment=graduate, actor=SYSTEM, at=at).pk


def test_anybody_sees_that_it_is_valid_and_nothing_else(certificate, graduate, brussels):
    answer = Client().get(f"/en/certificates/{certificate.code}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "This certificate is valid" in page
    for words in ("Amal Haddad-Ştefan", "Développeur web", "27 February 2026"):
        assert words in page
    assert graduate.cohort.code not in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in page


def test_a_revoked_one_says_so_and_not_why(certificate, at):
    certificates.revoke_certificate(
        certificate=certificate, reason="Made for the wrong person", actor=SYSTEM, at=at
    )
    page = Client().get(f"/en/certificates/{certificate.code}/").content.decode()
    assert "This certificate is not valid any more" in page
    assert "wrong person" not in page
    with pytest.raises(IllegalMove, match="revoked already"):
        certificates.revoke_certificate(
            certificate=certificate, reason="Again", actor=SYSTEM, at=at
        )


def test_revoking_needs_a_reason(certificate, at):
    with pytest.raises(IllegalMove, match="reason"):
        certificates.revoke_certificate(certificate=certificate, reason=" ", actor=SYSTEM, at=at)


@pytest.mark.parametrize("code", ["x" * 32, "x" * 500, "ünïcode"])
def test_an_unknown_code_is_a_kind_404(code, db):
    answer = Client().get(f"/en/certificates/{code}/")
    assert answer.status_code == 404
    assert "We do not know this certificate" in answer.content.decode()


def test_looking_up_many_codes_is_refused_after_a_while(db, at):
    client = Client()
    answers = [client.get("/en/certificates/guess/").status_code for _number in range(61)]
    assert answers == [404] * 60 + [429]


def test_the_graduate_downloads_it_and_nobody_else(certificate, graduate, as_person, at):
    answer = as_person(graduate.person).get("/en/my/training/certificate/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert as_person(PersonFactory()).get("/en/my/training/certificate/").status_code == 404
    templates = {card.template for card in cards_for(graduate.person, at=at)}
    assert "cohorts/my/certificate_card.html" in templates


def test_a_revoked_one_is_not_offered_any_more(certificate, graduate, as_person, at):
    certificates.revoke_certificate(certificate=certificate, reason="x", actor=SYSTEM, at=at)
    assert as_person(graduate.person).get("/en/my/training/certificate/").status_code == 404
    templates = {card.template for card in cards_for(graduate.person, at=at)}
    assert "cohorts/my/certificate_card.html" not in templates


def test_staff_make_download_and_revoke_it(graduate, mieke, signed_in, at):
    client = signed_in(mieke)
    client.post(f"/staff/cohorts/enrolment/{graduate.pk}/do/certificate/")
    made = Certificate.objects.get()
    assert made.issued_by == mieke
    answer = client.get(f"/staff/certificate/{made.pk}/file/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    client.post(f"/staff/cohorts/certificate/{made.pk}/do/revoke/", {"reason": "A mistake"})
    made.refresh_from_db()
    assert (made.revoked_at, made.revoked_reason) == (at, "A mistake")


def test_a_coach_cannot_revoke(certificate, carla, signed_in):
    path = f"/staff/cohorts/certificate/{certificate.pk}/do/revoke/"
    assert signed_in(carla).post(path, {"reason": "x"}).status_code == 403


def test_the_page_says_what_to_do_about_the_name(graduate, mieke, signed_in, at):
    graduate.person.legal_name = "王伟"
    graduate.person.save()
    path = f"/staff/cohorts/enrolment/{graduate.pk}/do/certificate/"
    answer = signed_in(mieke).post(path, follow=True)
    assert "in Latin letters" in answer.content.decode()


def test_the_audit_names_nobody(certificate, graduate, at):
    entry = AuditEntry.objects.get(label="certificate.issued")
    assert (entry.person_key, entry.keys) == (graduate.person_id, {})


def own_pages(enrolment, at):
    return {str(words) for _url, words in training_page(enrolment, at=at).links}


def test_the_training_leads_to_a_certificate_only_while_it_is_valid(graduate, at):
    assert "My certificate" not in own_pages(graduate, at)
    made = certificates.issue_certificate(enrolment=graduate, actor=SYSTEM, at=at)
    assert "My certificate" in own_pages(graduate, at)
    certificates.revoke_certificate(certificate=made, reason="Wrong name", actor=SYSTEM, at=at)
    assert "My certificate" not in own_pages(graduate, at)


@pytest.mark.parametrize(
    ("state", "leads", "not_yet"),
    [
        ("enrolled", "My calendar", "Check in"),
        ("in_training", "Check in", "My certificate"),
        ("on_internship", "What you need to graduate", "Check in"),
    ],
)
def test_the_training_leads_where_there_is_something(web, brussels, at, state, leads, not_yet):
    found = own_pages(EnrolmentFactory(cohort__track=web, cohort__campus=brussels, state=state), at)
    assert leads in found
    assert not_yet not in found
