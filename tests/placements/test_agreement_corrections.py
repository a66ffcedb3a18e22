"""Correcting before the last signature, amending after it: who signs again, and who does not."""

from datetime import date, timedelta

import pytest

from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from placements.models import InternshipAgreement
from placements.papers.parts import COVERED, differences
from placements.workflow import correcting, signing
from tests.factories_agreements import make, scan_of, sheet, sign, sign_all

pytestmark = pytest.mark.django_db


def correct(agreement, contacts, school_user, *, at, reason="Typo"):
    seen = correcting.preview(agreement, contacts, school_user).seal
    return correcting.correct(
        agreement=agreement,
        signatories=contacts,
        school_user=school_user,
        reason=reason,
        seen=seen,
        actor=SYSTEM,
        at=at,
    )


def signers(agreement):
    """Who signed, by party."""
    rows = agreement.signatures.filter(signed_at__isnull=False).order_by("pk")
    return [one.party for one in rows]


def change(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


CHANGES = {
    "name of the learner": ("person", {"legal_name": "Yasmine El Amrani"}, ["host", "school"]),
    "address of the learner": ("person", {"address": "Kerkstraat 5"}, ["host", "school"]),
    "address of the company": ("company", {"address": "Nieuwstraat 2"}, ["school"]),
    "number of the company": ("company", {"number": "0403199702"}, []),
    "last day": ("internship", {"end_on": date(2026, 7, 10)}, []),
    "insurer": ("internship", {"insurer": "Other"}, []),
    "function of the mentor": ("mentor", {"job_title": "Lead"}, ["learner", "school"]),
    "function of the signatory": ("signatory", {"job_title": "CEO"}, ["learner", "school"]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_signatures_stay_where_the_change_does_not_touch_them(
    agreement, internship, signatory, pia, at, name
):
    where, values, kept = CHANGES[name]
    for party in ("learner", "host", "school"):
        if party in (kept or ["learner", "host"]):
            sign(agreement.signatures.get(party=party))
    # One is missing, or nothing could be corrected any more.
    records = {
        "person": internship.enrolment.person,
        "company": internship.company,
        "internship": internship,
        "mentor": internship.mentor,
        "signatory": signatory,
    }
    change(records[where], **values)
    made = correct(agreement, [signatory], pia, at=at + timedelta(hours=1))
    agreement.refresh_from_db()
    assert (agreement.state, made.number, made.replaces) == ("replaced", 2, agreement)
    expected = [party for party in ("learner", "host", "school") if party in kept]
    # The address of a company that is the site, too, is where the work is: substance.
    if name == "address of the company":
        expected = []
    assert signers(made) == expected


def test_a_company_s_own_address_is_its_own_matter_where_the_work_is_elsewhere(
    internship, signatory, pia, at
):
    site = internship.company.establishments.create(
        address="Werf 1", postcode="1000", municipality="Brussel"
    )
    change(internship, establishment=site)
    agreement = make(internship, [signatory], pia, at=at)
    sign(agreement.signatures.get(party="learner"))
    sign(agreement.signatures.get(party="host"))
    change(internship.company, address="Nieuwstraat 2")
    made = correct(agreement, [signatory], pia, at=at)
    assert signers(made) == ["learner"]


def test_a_kept_signature_is_the_same_and_its_seal_still_fits(
    agreement, internship, signatory, pia, at
):
    old = sign(agreement.signatures.get(party="host"))
    change(internship.enrolment.person, address="Kerkstraat 5")
    made = correct(agreement, [signatory], pia, at=at + timedelta(days=1))
    kept = made.signatures.get(party="host")
    assert kept.carried_from == old
    assert (kept.signed_at, kept.evidence, kept.sha256) == (at, old.evidence, old.sha256)
    assert signing.is_intact(kept)


def test_the_preview_says_who_signs_again_and_why(agreement, internship, signatory, pia, at):
    sign(agreement.signatures.get(party="learner"))
    sign(agreement.signatures.get(party="host"))
    change(internship.enrolment.person, legal_name="Yasmine El Amrani")
    shown = correcting.preview(agreement, [signatory], pia)
    assert [(one.path, one.before, one.after) for one in shown.differences] == [
        ("learner.name", "Yasmin El Amrani", "Yasmine El Amrani")
    ]
    words = [(line.signature.party, line.is_kept, line.must_sign_again) for line in shown.lines]
    assert words == [
        ("learner", False, True),
        ("host", True, False),
        ("school", False, False),
    ]
    assert [one.path for one in shown.lines[0].because] == ["learner.name"]


def test_who_signs_again_is_told_what_changed_and_the_others_that_nothing_is_to_be_done(
    agreement, internship, signatory, pia, at
):
    sign(agreement.signatures.get(party="learner"))
    sign(agreement.signatures.get(party="host"))
    change(internship.enrolment.person, address="Kerkstraat 5")
    correct(agreement, [signatory], pia, at=at)
    again = Message.objects.get(kind="placements.agreement_sign_again")
    assert "Kerkstraat 3 → Kerkstraat 5" in again.text
    assert again.person == internship.enrolment.person
    kept = Message.objects.get(kind="placements.agreement_kept")
    assert kept.address == signatory.user.email
    assert "Kerkstraat" not in kept.text


def test_what_was_seen_is_applied_or_nothing(agreement, internship, signatory, pia, at):
    change(internship.enrolment.person, address="Kerkstraat 5")
    seen = correcting.preview(agreement, [signatory], pia).seal
    change(internship.enrolment.person, address="Kerkstraat 7")
    with pytest.raises(IllegalMove, match="Something changed since you looked"):
        correcting.correct(
            agreement=agreement,
            signatories=[signatory],
            school_user=pia,
            reason="Typo",
            seen=seen,
            actor=SYSTEM,
            at=at,
        )
    agreement.refresh_from_db()
    assert agreement.state == "open"


def test_nothing_to_correct(agreement, signatory, pia, at):
    with pytest.raises(IllegalMove, match="Nothing is different"):
        correct(agreement, [signatory], pia, at=at)


def test_a_signed_agreement_cannot_be_corrected(agreement, internship, signatory, pia, at):
    sign_all(agreement)
    change(internship.enrolment.person, address="Kerkstraat 5")
    with pytest.raises(IllegalMove):
        correct(agreement, [signatory], pia, at=at)


def test_another_signatory_is_asked_and_the_others_keep_theirs(agreement, max_, signatory, pia, at):
    sign(agreement.signatures.get(party="learner"))
    sign(agreement.signatures.get(party="host"))
    made = correct(agreement, [signatory, max_], pia, at=at)
    rows = made.signatures.filter(party="host").order_by("pk")
    assert [bool(one.signed_at) for one in rows] == [True, False]
    assert signers(made) == ["learner", "host"]


def test_a_signatory_who_leaves_may_have_been_the_last_one(internship, max_, signatory, pia, at):
    agreement = make(internship, [signatory, max_], pia, at=at)
    for one in agreement.signatures.exclude(contact=max_).order_by("pk"):
        sign(one)
    made = correct(agreement, [signatory], pia, at=at)
    made.refresh_from_db()
    assert made.state == "signed"
    assert made.signed_file is not None


def test_the_sheet_that_comes_later_asks_learner_and_company_again(
    agreement, internship, signatory, pia, at
):
    for party in ("learner", "school"):
        sign(agreement.signatures.get(party=party))
    sheet(internship)
    made = correct(agreement, [signatory], pia, at=at)
    assert signers(made) == ["school"]


def test_a_scan_of_the_old_version_is_not_waited_for(agreement, internship, signatory, pia, at):
    scan = scan_of(agreement)
    change(internship.enrolment.person, address="Kerkstraat 5")
    correct(agreement, [signatory], pia, at=at)
    scan.refresh_from_db()
    assert (scan.state, scan.note) == ("refused", "A corrected agreement replaced it.")


def test_who_signs_the_old_version_reads_what_changed(agreement, internship, signatory, pia, at):
    host = agreement.signatures.get(party="host")
    change(internship.enrolment.person, address="Kerkstraat 5")
    made = correct(agreement, [signatory], pia, at=at)
    with pytest.raises(signing.Corrected):
        sign(host)
    fresh = type(host).objects.with_agreement().get(pk=host.pk)
    assert signing.newest(fresh) == made.signatures.get(party="host")


def test_parts_of_one_party_are_no_business_of_another():
    assert "learner" not in COVERED["host"]
    assert "host" not in COVERED["learner"]
    assert all("substance" in parts for parts in COVERED.values())


# Amendments


def amend(internship, contacts, school_user, *, at, reason="Longer"):
    signed = correcting.last_signed(internship)
    facts = correcting.amended_facts(internship, signed)
    from placements.papers.parts import digest

    return correcting.amend(
        internship=internship,
        signatories=contacts,
        school_user=school_user,
        reason=reason,
        seen=digest(facts["substance"]["changes"]),
        actor=SYSTEM,
        at=at,
    )


def test_an_amendment_says_before_and_after_and_is_signed_like_an_agreement(
    agreement, internship, signatory, max_, pia, at
):
    sign_all(agreement)
    change(internship, end_on=date(2026, 7, 31), mentor=signatory)
    made = amend(internship, [signatory], pia, at=at)
    assert (made.kind, made.number, made.amends) == ("amendment", 2, agreement)
    table = made.data["paper"]["sections"][1]["blocks"][1]
    assert table["rows"] == [
        ["Mentor", "Max Mentor", "Chloé Contact"],
        ["Functie van de mentor", "–", "Manager"],
        ["Laatste dag", "5 juli 2026", "31 juli 2026"],
        ["Uren in totaal", "427 h", "560 h"],
    ]
    assert sign_all(made).state == "signed"
    agreement.refresh_from_db()
    assert agreement.state == "signed"


def test_a_second_amendment_starts_from_the_first(agreement, internship, signatory, pia, at):
    sign_all(agreement)
    change(internship, end_on=date(2026, 7, 31))
    sign_all(amend(internship, [signatory], pia, at=at))
    change(internship, end_on=date(2026, 8, 14))
    made = amend(internship, [signatory], pia, at=at)
    assert made.amends == agreement
    changes = made.data["facts"]["substance"]["changes"]
    assert changes[0] == {
        "path": "substance.end_on",
        "before": "2026-07-31",
        "after": "2026-08-14",
    }


def test_nothing_to_amend(agreement, internship, signatory, pia, at):
    with pytest.raises(AttributeError):
        amend(internship, [signatory], pia, at=at)
    sign_all(agreement)
    with pytest.raises(IllegalMove, match="Nothing is different from what was signed"):
        amend(internship, [signatory], pia, at=at)


def test_an_open_amendment_can_be_corrected(agreement, internship, signatory, pia, at):
    sign_all(agreement)
    change(internship, end_on=date(2026, 7, 31))
    first = amend(internship, [signatory], pia, at=at)
    sign(first.signatures.get(party="learner"))
    change(internship, end_on=date(2026, 7, 30))
    made = correct(first, [signatory], pia, at=at)
    assert (made.kind, made.amends) == ("amendment", agreement)
    assert signers(made) == []
    assert InternshipAgreement.objects.get(pk=first.pk).state == "replaced"


def test_facts_are_compared_by_what_they_say(agreement):
    facts = agreement.data["facts"]
    assert differences(facts, facts, language="nl") == []
