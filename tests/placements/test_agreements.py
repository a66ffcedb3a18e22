"""Making an agreement: what is missing, what is frozen, who is asked, what stays for ever."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction

from becode.core.actors import SYSTEM
from becode.core.invariants import invariants
from becode.core.moves import IllegalMove
from becode.files import store
from becode.messages.models import Message
from placements.models import InternshipAgreement, Signature
from placements.papers import facts, parts
from placements.workflow import agreements, signing
from tests import factories
from tests.factories_agreements import make, sheet, sign, sign_all

pytestmark = pytest.mark.django_db


OURS = {"open_agreements_wait", "all_parties_sign", "seals_fit"}


def broken_invariants():
    ours = [one for one in invariants() if one.key.removeprefix("placements.") in OURS]
    assert len(ours) == len(OURS)
    return {one.key for one in ours if one.count(at=factories.MOMENT)}


def test_facts_are_frozen_with_their_hash_and_file(agreement, internship, at):
    assert agreement.state == "open"
    assert agreement.template_version == "2026-1"
    assert agreement.data_sha256 == parts.digest(agreement.data)
    assert store.read(agreement.file).startswith(b"%PDF-1.7")
    internship.enrolment.person.address = "Elsewhere 9"
    internship.enrolment.person.save()
    agreement.refresh_from_db()
    assert agreement.data["facts"]["learner"]["address"] == "Kerkstraat 3"
    titles = [section["title"] for section in agreement.data["paper"]["sections"]]
    assert (titles[0], len(titles)) == ("Partijen", 14)


def test_learner_company_and_school_are_asked_and_the_mentor_is_not(agreement, signatory, pia):
    asked = Message.objects.filter(kind="placements.agreement_to_sign").order_by("pk")
    assert {one.address for one in asked} == {
        agreement.internship.enrolment.person.contact_points.get(kind="email").value,
        signatory.user.email,
        pia.email,
    }
    to_company = asked.get(address=signatory.user.email)
    assert to_company.sealed is not None
    assert "[[link]]" in to_company.text


LACKS = {
    "born_on": ("person", None),
    "address": ("person", ""),
    "number": ("company", ""),
    "schedule": ("internship", {}),
    "objectives": ("internship", []),
    "frame": ("internship", ""),
    "mentor": ("internship", None),
    "insured_by": ("internship", ""),
    "dimona_by": ("internship", ""),
}


@pytest.mark.parametrize("name", LACKS)
def test_what_is_missing_is_named_with_the_page_where_it_is_filled_in(
    internship, signatory, pia, at, name
):
    where, value = LACKS[name]
    record = {
        "person": internship.enrolment.person,
        "company": internship.company,
        "internship": internship,
    }[where]
    setattr(record, name, value)
    record.save()
    with pytest.raises(agreements.NotComplete) as caught:
        make(internship, [signatory], pia, at=at)
    assert caught.value.lacks
    assert all(lack.url.startswith("/staff/") for lack in caught.value.lacks)
    assert not InternshipAgreement.objects.exists()


def test_a_name_in_another_alphabet_asks_for_the_one_on_the_document(
    internship, signatory, pia, at
):
    person = internship.enrolment.person
    person.legal_name = "Юлия Ковальчук"
    person.save()
    with pytest.raises(agreements.NotComplete) as caught:
        make(internship, [signatory], pia, at=at)
    assert [str(lack.text) for lack in caught.value.lacks] == [
        "The learner's name in Latin letters, as on the identity document"
    ]


def test_a_sign_that_no_font_has_is_a_clear_message(internship, signatory, pia, at):
    internship.company.name = "Zenith \ue000"
    internship.company.save()
    with pytest.raises(IllegalMove) as caught:
        make(internship, [signatory], pia, at=at)
    assert str(caught.value.sentence) == (
        "Our papers cannot print: U+E000. Please take it out, or write it in Latin letters."
    )


def test_somebody_of_another_company_cannot_sign(internship, omar, pia, at):
    with pytest.raises(IllegalMove, match="Only somebody of the company"):
        make(internship, [omar.company_contact], pia, at=at)


def test_one_agreement_at_a_time(agreement, internship, signatory, pia, at):
    with pytest.raises(IllegalMove, match="has an agreement already"):
        make(internship, [signatory], pia, at=at)
    agreements.cancel(agreement=agreement, reason="Typo", actor=SYSTEM, at=at)
    assert make(internship, [signatory], pia, at=at).number == 2


@pytest.mark.parametrize(
    ("postcode", "choice", "language"),
    [
        ("9000", "fr", "nl"),
        ("1500", "fr", "nl"),
        ("4000", "nl", "fr"),
        ("1348", "nl", "fr"),
        ("1070", "fr", "fr"),
        ("1070", "", "nl"),
        ("1070", "en", "nl"),
    ],
)
def test_the_language_follows_the_region_and_in_brussels_the_learner(
    internship, postcode, choice, language
):
    internship.company.postcode = postcode
    assert facts.language_for(internship, wanted=choice) == language


def test_without_dutch_or_french_the_agreement_in_brussels_is_in_french(internship):
    internship.enrolment.person.contact_language = "en"
    assert facts.language_for(internship) == "fr"


def test_hours_leave_out_public_holidays_and_closures(internship, brussels):
    """7 hours on each of 13 × 5 weekdays from 6 April to 5 July, less holidays and closures."""
    holidays = [date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25)]
    assert facts.total_minutes(internship) == (65 - len(holidays)) * 420
    from becode.campuses.models import Closure

    Closure.objects.create(
        campus=brussels, start_on=date(2026, 6, 1), end_on=date(2026, 6, 7), reason="Break"
    )
    assert facts.total_minutes(internship) == (65 - len(holidays) - 5) * 420


def test_the_national_number_has_no_place_in_the_facts(agreement):
    assert set(agreement.data["facts"]["learner"]) == {
        "name",
        "born_on",
        "address",
        "postcode",
        "municipality",
    }


def test_the_sheet_of_the_workstation_is_annexed(internship, signatory, pia, at):
    sheet(internship)
    made = make(internship, [signatory], pia, at=at)
    assert made.data["paper"]["annex"]["title"] == "Werkpostfiche"
    assert made.data["facts"]["annex"]["task"] == "Writes code"


def test_the_last_signature_makes_the_signed_file_and_tells_everybody(agreement, at):
    first, *others = agreement.signatures.order_by("pk")
    sign(first)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.signed_file) == ("open", None)
    for one in others:
        sign(one)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.signed_at) == ("signed", at)
    assert store.read(agreement.signed_file).startswith(b"%PDF-1.7")
    assert Message.objects.filter(kind="placements.agreement_signed").count() == 3
    assert broken_invariants() == set()


def test_evidence_names_link_file_and_facts_under_one_seal(agreement):
    signature = agreement.signatures.get(party="host")
    given = sign(signature, mark="M1 1 L2 2", through="portal")
    signature.refresh_from_db()
    assert signature.evidence == {
        "through": "portal",
        "key": 1,
        "agreement": agreement.pk,
        "number": 1,
        "file_sha256": agreement.file.sha256,
        "data_sha256": agreement.data_sha256,
    }
    assert signature.method == "drawn"
    assert signature.sha256 == given.sha256
    assert signing.is_intact(signature)
    signature.evidence["key"] = 2
    assert not signing.is_intact(signature)


def test_nobody_signs_twice(agreement):
    signature = agreement.signatures.get(party="host")
    sign(signature)
    with pytest.raises(IllegalMove, match="You signed this already"):
        sign(signature)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: InternshipAgreement.objects.filter(pk=one.pk).update(reason="Other"),
        lambda one: InternshipAgreement.objects.filter(pk=one.pk).update(state="cancelled"),
        lambda one: InternshipAgreement.objects.filter(pk=one.pk).update(signed_file=one.file),
        lambda one: InternshipAgreement.objects.filter(pk=one.pk)._raw_delete("default"),
        lambda one: one.signatures.update(name="Other"),
    ],
    ids=["reason", "state", "file", "row", "signature"],
)
def test_the_database_refuses_to_touch_what_is_signed(agreement, change):
    sign_all(agreement)
    with pytest.raises(InternalError), transaction.atomic():
        change(agreement)


@pytest.mark.parametrize(
    "values", [{"data": {}}, {"data_sha256": "0"}, {"language": "fr"}, {"template_version": "0"}]
)
def test_the_database_refuses_to_touch_what_is_printed(agreement, values):
    with pytest.raises(InternalError), transaction.atomic():
        InternshipAgreement.objects.filter(pk=agreement.pk).update(**values)


def test_the_signed_file_is_never_made_again(agreement, at):
    sign_all(agreement)
    kept = agreement.signed_file_id
    held = agreements.hold(agreement.pk)
    with pytest.raises(IllegalMove):
        signing.finish_if_complete(held, actor=SYSTEM, at=at + timedelta(days=1))
    agreement.refresh_from_db()
    assert agreement.signed_file_id == kept


def test_a_cancelled_agreement_needs_a_reason_and_stops_its_links(agreement, at):
    with pytest.raises(IllegalMove, match="Please give a reason"):
        agreements.cancel(agreement=agreement, reason=" ", actor=SYSTEM, at=at)
    agreements.cancel(agreement=agreement, reason="No place any more", actor=SYSTEM, at=at)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.reason) == ("cancelled", "No place any more")
    host = Signature.objects.get(agreement=agreement, party="host")
    assert host.links.get().revoked_at == at
    with pytest.raises(IllegalMove, match="was cancelled"):
        sign(host)
    told = Message.objects.filter(kind="placements.agreement_cancelled")
    assert told.count() == 2


def test_who_signs_for_an_internship_that_was_called_off_is_told(agreement, internship):
    internship.state = "cancelled"
    internship.save()
    with pytest.raises(IllegalMove, match="does not take place"):
        sign(agreement.signatures.get(party="host"))


def test_nothing_is_signed_for_an_internship_that_does_not_take_place(
    internship, signatory, pia, at
):
    internship.state = "cancelled"
    internship.save()
    with pytest.raises(IllegalMove, match="does not take place"):
        make(internship, [signatory], pia, at=at)
