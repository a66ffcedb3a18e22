"""The pages around an agreement: links, portal, a learner's own, staff; who sees what."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.core import clock
from becode.core.actors import SYSTEM
from placements.enums import LinkPurpose
from placements.models import InternshipAgreement, Signature, SignedScan
from placements.workflow import correcting
from placements.workflow.links import call_back, make_link
from tests import factories
from tests.factories_agreements import make, ready_internship, scan_of, sign, sign_all

pytestmark = pytest.mark.django_db
STROKES = "M10 20 L30 40 L60 15"
PERSONAL = ("El Amrani", "Kerkstraat", "1999")


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"
    settings.SECOND_FACTOR_DEMANDED_OF = []


def signing(signature, **values):
    return {
        "version": signature.agreement_id,
        "strokes": "",
        "typed": signature.name,
        "place": "Brussel",
        "agrees": "on",
        **values,
    }


@pytest.fixture
def host(agreement):
    return Signature.objects.with_agreement().get(agreement=agreement, party="host")


@pytest.fixture
def token(host, at):
    return make_link(purpose=LinkPurpose.SIGN, at=at, days=30, signature=host, contact=host.contact)


def guest(name, token, *args):
    return reverse(f"placements:guests:{name}", args=[token, *args])


def answered(client, token):
    """The client after "yes, I am this person"."""
    response = client.post(guest("sign", token), {"who": "me"})
    assert response["Location"] == guest("sign_read", token)
    return client


# By link


def test_the_link_first_asks_who_opens_it_and_shows_nothing_of_the_learner(client, token, host):
    page = client.get(guest("sign", token)).content.decode()
    assert f"Are you {host.name}?" in page
    assert not [word for word in PERSONAL if word in page]
    for name in ("sign_read", "sign_scan"):
        assert client.get(guest(name, token))["Location"] == guest("sign", token)
    assert client.get(guest("sign_file", token, "paper"))["Location"] == guest("sign", token)


def test_a_forwarded_link_says_for_whom_it_is(client, token, host, agreement):
    response = client.post(guest("sign", token), {"who": "other"})
    assert "Please send the message on." in response.content.decode()
    assert client.get(guest("sign_read", token))["Location"] == guest("sign", token)
    from becode.audit.models import AuditEntry

    assert AuditEntry.objects.filter(label="agreement.not_me").count() == 1


@pytest.mark.parametrize(("strokes", "method"), [(STROKES, "drawn"), ("", "typed")])
def test_signing_by_link_keeps_where_it_came_from(client, token, host, at, strokes, method):
    answered(client, token)
    response = client.post(guest("sign_read", token), signing(host, strokes=strokes))
    assert response["Location"] == guest("sign_read", token)
    host.refresh_from_db()
    link = host.links.order_by("-pk").first()
    assert (host.method, host.signed_at, host.signed_place) == (method, at, "Brussel")
    assert (host.evidence["through"], host.evidence["key"]) == ("link", link.pk)
    assert host.evidence["told_at"] == at.isoformat()
    assert host.evidence["statement"] == (f"I am {host.name}. I read the agreement, and I agree.")
    assert link.used_at == at


def test_a_link_used_twice_signs_once_and_says_so(client, token, host, at):
    answered(client, token)
    client.post(guest("sign_read", token), signing(host))
    host.refresh_from_db()
    seal = host.sha256
    page = client.post(guest("sign_read", token), signing(host), follow=True).content.decode()
    assert "You signed this already." in page
    host.refresh_from_db()
    assert host.sha256 == seal


def test_an_old_or_called_back_link_answers_like_an_unknown_one(client, token, host, at):
    unknown = client.get(guest("sign", "x" * 32))
    with clock.set_to(at + timedelta(days=31)):
        old = client.get(guest("sign", token))
    call_back(at=at, signature=host)
    gone = client.get(guest("sign", token))
    assert {one.status_code for one in (unknown, old, gone)} == {404}
    # The page leads to itself in the other languages.
    assert old.content == gone.content
    assert old.content.replace(token.encode(), b"x" * 32) == unknown.content


def test_what_was_typed_stays_when_the_box_is_not_ticked(client, token, host):
    answered(client, token)
    values = signing(host, typed="Chloé C.")
    del values["agrees"]
    response = client.post(guest("sign_read", token), values)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Please tick this box, or do not sign." in page
    assert 'value="Chloé C."' in page
    host.refresh_from_db()
    assert host.signed_at is None


def test_a_name_that_the_paper_cannot_show_is_refused_when_it_is_typed(client, token, host):
    answered(client, token)
    page = client.post(guest("sign_read", token), signing(host, typed="陳大文")).content.decode()
    assert "Our papers cannot print: 陳 大 文." in page
    assert 'value="陳大文"' in page
    host.refresh_from_db()
    assert host.signed_at is None


def test_neither_drawn_nor_typed_is_said_next_to_the_field(client, token, host):
    answered(client, token)
    response = client.post(guest("sign_read", token), signing(host, typed=""))
    assert response.context["form"].errors == {
        "typed": ["Please sign in the field, or type your name in this one."]
    }


def test_a_correction_while_somebody_signs_refuses_kindly_and_their_link_leads_on(
    client, token, host, internship, signatory, pia, at
):
    answered(client, token)
    person = internship.enrolment.person
    internship.insurer = "Other"
    internship.save()
    person.address = "Kerkstraat 5"
    person.save()
    seen = correcting.preview(host.agreement, [signatory], pia).seal
    made = correcting.correct(
        agreement=host.agreement,
        signatories=[signatory],
        school_user=pia,
        reason="Typo",
        seen=seen,
        actor=SYSTEM,
        at=at,
    )
    page = client.post(guest("sign_read", token), signing(host), follow=True).content.decode()
    assert "The agreement was corrected while you read it." in page
    assert "Insurer: Ethias → Other" in page
    new = made.signatures.get(party="host")
    assert new.signed_at is None
    client.post(guest("sign_read", token), signing(new))
    new.refresh_from_db()
    assert new.signed_at == at


def test_the_link_of_who_does_not_sign_any_more_says_so(
    client, token, host, max_, pia, signatory, at
):
    seen = correcting.preview(host.agreement, [max_], pia).seal
    correcting.correct(
        agreement=host.agreement,
        signatories=[max_],
        school_user=pia,
        reason="Somebody else",
        seen=seen,
        actor=SYSTEM,
        at=at,
    )
    page = client.get(guest("sign", token)).content.decode()
    assert "Your signature is not needed any more" in page


def test_the_page_shows_the_text_and_the_files(client, token, host, agreement):
    answered(client, token)
    page = client.get(guest("sign_read", token)).content.decode()
    assert all(word in page for word in PERSONAL)
    for which in ("paper", "english"):
        response = client.get(guest("sign_file", token, which))
        assert response["Content-Type"] == "application/pdf"
        assert response["Cache-Control"] == "no-store"
    assert client.get(guest("sign_file", token, "signed")).status_code == 404
    assert client.get(guest("sign_file", token, "other")).status_code == 404
    sign_all(agreement)
    assert client.get(guest("sign_file", token, "signed")).status_code == 200


def test_a_scan_by_link_waits_for_a_colleague(client, token, host, at):
    answered(client, token)
    upload = ContentFile(b"%PDF-1.7 page", name="page.pdf")
    response = client.post(guest("sign_scan", token), {"scan": upload, "note": "Chloé and Max"})
    assert response["Location"] == guest("sign_read", token)
    scan = SignedScan.objects.get()
    assert (scan.state, scan.note, scan.sent_by) == ("waiting", "Chloé and Max", host.contact.user)
    host.refresh_from_db()
    assert host.signed_at is None


# In the portal


def portal(name, *args):
    return reverse(f"placements:company:{name}", args=args)


def test_home_shows_what_waits_for_my_signature_only(signed_in, chloe, agreement, max_):
    page = signed_in(chloe).get(portal("home")).content.decode()
    assert "Sign the agreement of" in page
    assert "Sign the agreement of" not in signed_in(max_.user).get(portal("home")).content.decode()


def test_signing_in_the_portal(signed_in, chloe, host, at):
    client = signed_in(chloe)
    client.post(portal("agreement", host.agreement_id), signing(host, strokes=STROKES))
    host.refresh_from_db()
    assert (host.method, host.evidence["through"], host.evidence["key"]) == (
        "drawn",
        "portal",
        chloe.pk,
    )


def test_the_mentor_reads_and_does_not_sign(signed_in, max_, host):
    client = signed_in(max_.user)
    assert client.get(portal("agreement", host.agreement_id)).status_code == 200
    assert client.post(portal("agreement", host.agreement_id), signing(host)).status_code == 403
    host.refresh_from_db()
    assert host.signed_at is None


def test_a_colleague_who_neither_signs_nor_manages_gets_403(signed_in, zenith, agreement):
    user = factories.UserFactory(name="Rita Recruiter")
    factories.CompanyContactFactory(company=zenith, user=user, roles=["recruiter"])
    client = signed_in(user)
    assert client.get(portal("agreement", agreement.pk)).status_code == 403
    assert list(client.get(portal("agreements")).context["page"]) == []


def test_another_company_gets_404_for_everything(signed_in, omar, agreement):
    omar.company_contact.roles = ["manager", "signatory"]
    omar.company_contact.save()
    client = signed_in(omar)
    sign_all(agreement)
    for path in (
        portal("agreement", agreement.pk),
        portal("agreement_scan", agreement.pk),
        portal("agreement_file", agreement.pk, "paper"),
        portal("agreement_file", agreement.pk, "signed"),
        portal("agreement_file", agreement.pk, "english"),
    ):
        assert client.get(path).status_code == 404
    assert list(client.get(portal("agreements")).context["page"]) == []


def test_the_list_asks_as_many_queries_for_thirty_as_for_one(
    signed_in, chloe, signatory, max_, zenith, brussels, cohort, pia, at
):
    def add():
        made = ready_internship(
            company=zenith, contacts=[signatory, max_], campus=brussels, cohort=cohort
        )
        make(made, [signatory], pia, at=at)

    def count():
        client = signed_in(chloe)
        client.get(portal("agreements"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(portal("agreements")).status_code == 200
        return len(queries)

    add()
    one = count()
    for _number in range(5):
        add()
    assert count() == one


# A learner's own


def own(name, *args):
    return reverse(f"placements:my:{name}", args=args)


def test_the_learner_signs_on_their_own_page(as_person, agreement, at):
    person = agreement.internship.enrolment.person
    client = as_person(person)
    home = client.get(reverse("portal:my:home")).content.decode()
    assert "Sign your internship agreement" in home
    page = client.get(own("agreement", agreement.pk)).content.decode()
    assert "ياسمين" in page
    mine = agreement.signatures.get(party="learner")
    client.post(own("agreement", agreement.pk), signing(mine, strokes=STROKES))
    mine.refresh_from_db()
    assert (mine.evidence["through"], mine.evidence["key"]) == ("my", person.pk)
    assert (
        "You signed. We are still waiting for others."
        in client.get(reverse("portal:my:home")).content.decode()
    )


def test_another_person_gets_404(as_person, agreement):
    client = as_person(factories.PersonFactory())
    assert client.get(own("agreement", agreement.pk)).status_code == 404
    assert client.get(own("agreement_file", agreement.pk, "paper")).status_code == 404


# Staff


def staff(name, *args):
    return reverse(f"admin:{name}", args=args)


def test_making_shows_what_is_missing_with_links_and_then_makes(
    signed_in, pia, internship, signatory, at
):
    person = internship.enrolment.person
    person.address = ""
    person.save()
    client = signed_in(pia)
    path = staff("make_agreement", internship.pk)
    page = client.get(path).content.decode()
    assert "The learner&#x27;s address" in page
    assert staff("people_person_edit", person.pk) in page
    person.address = "Kerkstraat 3"
    person.save()
    values = {"contact": [signatory.pk], "school": pia.pk, "language": "fr"}
    response = client.post(path, values)
    made = InternshipAgreement.objects.get()
    assert response["Location"] == staff("placements_internshipagreement_change", made.pk)
    assert made.language == "fr"


def test_the_page_of_an_agreement_says_who_must_act_and_what_proves_the_rest(
    signed_in, pia, agreement, host
):
    sign(host)
    page = (
        signed_in(pia)
        .get(staff("placements_internshipagreement_change", agreement.pk))
        .content.decode()
    )
    for words in ("Waits for", "Yasmin El Amrani, Pia Placement", "Evidence", "Intact"):
        assert words in page
    assert staff("sign_agreement", agreement.pk) in page


def test_only_the_named_colleague_signs_for_the_school(signed_in, pia, mieke, agreement, at):
    path = staff("sign_agreement", agreement.pk)
    mine = agreement.signatures.get(party="school")
    assert signed_in(mieke).get(path).status_code == 403
    assert signed_in(mieke).post(path, signing(mine)).status_code == 403
    client = signed_in(pia)
    assert client.get(path).status_code == 200
    client.post(path, signing(mine))
    mine.refresh_from_db()
    assert (mine.signed_at, mine.evidence["key"]) == (at, pia.pk)


def test_correcting_previews_and_applies_what_was_shown(
    signed_in, pia, internship, agreement, host, signatory, at
):
    sign(host)
    internship.enrolment.person.address = "Kerkstraat 5"
    internship.enrolment.person.save()
    client = signed_in(pia)
    path = staff("correct_agreement", agreement.pk)
    response = client.get(path)
    page = response.content.decode()
    assert "Kerkstraat 5" in page
    assert "Signature stays" in page
    seen = response.context["shown"].seal
    values = {"contact": [signatory.pk], "school": pia.pk, "seen": seen, "reason": "A typo"}
    response = client.post(path, values)
    made = InternshipAgreement.objects.get(state="open")
    assert response["Location"] == staff("placements_internshipagreement_change", made.pk)
    assert made.reason == "A typo"


def test_a_paper_on_the_table_is_scanned_and_confirmed_in_one_go(
    signed_in, pia, agreement, host, at
):
    learner = agreement.signatures.get(party="learner")
    values = {
        "scan": ContentFile(b"%PDF-1.7 page", name="page.pdf"),
        "signature": [host.pk, learner.pk],
        "signed_on": "2026-02-27",
        "place": "Gent",
    }
    signed_in(pia).post(staff("agreement_scan", agreement.pk), values)
    host.refresh_from_db()
    learner.refresh_from_db()
    assert host.scan == learner.scan
    assert (host.method, host.evidence["signed_on"], host.signed_place) == (
        "scan",
        "2026-02-27",
        "Gent",
    )
    assert host.evidence["scan_sha256"] == host.scan.sha256


def test_a_scan_of_the_company_is_looked_at_or_refused(signed_in, pia, agreement, host, at):
    client, first = signed_in(pia), scan_of(agreement)
    path = staff("check_scan", first.pk)
    assert client.get(path).status_code == 200
    assert client.get(staff("scan_file", first.pk))["Content-Type"] == "application/pdf"
    client.post(path, {"act": "refuse", "reason": "Blurred"})
    first.refresh_from_db()
    assert (first.state, first.note, first.checked_by) == ("refused", "Blurred", pia)
    second = scan_of(agreement)
    client.post(staff("check_scan", second.pk), {"signature": [host.pk], "signed_on": "2026-03-01"})
    second.refresh_from_db()
    host.refresh_from_db()
    assert (second.state, host.method) == ("confirmed", "scan")


def test_a_day_of_signing_in_the_future_is_refused_at_the_form(signed_in, pia, agreement, host):
    scan = scan_of(agreement)
    response = signed_in(pia).post(
        staff("check_scan", scan.pk), {"signature": [host.pk], "signed_on": "2026-03-09"}
    )
    assert "The day of signing cannot be in the future." in response.content.decode()
    host.refresh_from_db()
    assert host.signed_at is None


def test_amending_shows_before_and_after(signed_in, pia, agreement, internship, signatory, at):
    sign_all(agreement)
    client, path = signed_in(pia), staff("amend_agreement", internship.pk)
    assert "There is nothing to amend" in client.get(path).content.decode()
    internship.telework_days = 2
    internship.save()
    response = client.get(path)
    assert response.context["changes"] == [
        {"label": "Days a week at home", "before": "0", "after": "2"}
    ]
    values = {
        "contact": [signatory.pk],
        "school": pia.pk,
        "seen": response.context["seen"],
        "reason": "Two days at home",
    }
    client.post(path, values)
    assert InternshipAgreement.objects.get(state="open").kind == "amendment"


def test_asking_again_sends_a_new_link(signed_in, pia, agreement, host):
    path = staff("placements_internshipagreement_do", agreement.pk, "ask_again")
    assert host.links.count() == 1
    signed_in(pia).post(path, {"signature": host.pk})
    assert host.links.count() == 2


def test_the_signed_file_is_sent_again_and_stays_the_same(signed_in, pia, agreement, host):
    sign_all(agreement)
    path = staff("placements_internshipagreement_do", agreement.pk, "send_signed")
    before = host.links.count()
    signed_in(pia).post(path, {"signature": host.pk})
    assert host.links.count() == before + 1
    kept = agreement.signed_file_id
    agreement.refresh_from_db()
    assert agreement.signed_file_id == kept


def test_the_staff_list_filters_by_who_is_waited_for(signed_in, pia, agreement, host):
    client, path = signed_in(pia), staff("placements_internshipagreement_changelist")
    assert "Yasmin El Amrani" in client.get(f"{path}?waits_for=host").content.decode()
    sign(host)
    assert "Yasmin El Amrani" not in client.get(f"{path}?waits_for=host").content.decode()


def test_today_names_what_waits_and_for_whom(signed_in, pia, agreement, host, at):
    page = signed_in(pia).get(staff("index")).content.decode()
    assert "Agreements that wait for your signature" in page
    names = "Yasmin El Amrani, Chloé Contact, Pia Placement"
    assert re.search(rf"Yasmin El Amrani · Zenith: {names}", page)


def test_a_colleague_elsewhere_gets_404(signed_in, bram, agreement):
    scan = scan_of(agreement)
    client = signed_in(bram)
    for path in (
        staff("agreement_file", agreement.pk, "paper"),
        staff("correct_agreement", agreement.pk),
        staff("check_scan", scan.pk),
        staff("scan_file", scan.pk),
        staff("make_agreement", agreement.internship_id),
    ):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("page", ["list", "today", "internships"])
def test_staff_pages_ask_as_many_queries_for_many_as_for_one(
    signed_in, pia, signatory, max_, zenith, brussels, cohort, at, page
):
    path = {
        "list": staff("placements_internshipagreement_changelist"),
        "today": staff("index"),
        "internships": staff("placements_internship_changelist"),
    }[page]

    def add():
        made = ready_internship(
            company=zenith, contacts=[signatory, max_], campus=brussels, cohort=cohort
        )
        scan_of(make(made, [signatory], pia, at=at))

    def count():
        client = signed_in(pia)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    add()
    one = count()
    for _number in range(4):
        add()
    assert count() == one
