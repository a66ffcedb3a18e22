"""Colleagues of a company: invited by a link, given rights, handing over, gone."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from becode.accounts.models import User
from becode.audit.models import AuditEntry
from becode.core import clock
from becode.core.actors import Actor
from becode.core.invariants import invariants
from becode.core.moves import IllegalMove
from becode.core.sealing import unseal
from becode.messages.compose import SEALING_PURPOSE
from becode.messages.models import Message
from placements.models import CompanyContact, GuestLink, Internship, InternshipAgreement
from placements.workflow import companies, contacts
from tests import factories
from tests.factories_agreements import make, ready_internship, sign, sign_all

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def manon(chloe):
    """The manager of Zenith: she does everything."""
    return chloe.company_contact


def colleague(company, *roles, name="Mo Mentor", **more):
    user = factories.UserFactory(name=name, email=f"{name.split()[0].lower()}@zenith.example")
    return factories.CompanyContactFactory(company=company, user=user, roles=list(roles), **more)


@pytest.fixture
def mo(zenith):
    return colleague(zenith, "mentor")


@pytest.fixture
def rita(zenith):
    return colleague(zenith, "recruiter", name="Rita Recruiter")


def url(name, *args):
    return reverse(f"placements:company:{name}", args=args)


def link_in_last(kind="placements.contact_invited", **of):
    message = Message.objects.filter(kind=kind, **of).order_by("-pk")[0]
    return (
        unseal(message.sealed, purpose=SEALING_PURPOSE)["link"].split("//", 1)[1].partition("/")[2]
    )


@pytest.fixture
def invited(zenith, by_pia, at):
    """Nadia, who reads French, and the path of her link."""
    contact = companies.invite_contact(
        company=zenith, name="Nadia New", email="nadia@zenith.example", language="fr",
        actor=by_pia, at=at,
    )  # fmt: skip
    return contact, "/" + link_in_last()


# The link of an invitation


def test_opening_the_link_changes_nothing_and_names_nobody(client, invited):
    contact, path = invited
    page = client.get(path)
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert "Nadia" not in page.content.decode()
    contact.refresh_from_db()
    assert (contact.accepted_at, GuestLink.objects.get().used_at) == (None, None)
    assert "_auth_user_id" not in client.session


def test_the_button_signs_in_with_a_new_session_and_leads_home(client, invited, at):
    contact, path = invited
    assert path.startswith("/fr/link/invite/")
    client.get(path)
    before = client.session.session_key
    response = client.post(path)
    assert (response.status_code, response.url) == (302, "/fr/partners/")
    assert client.session.session_key != before
    assert client.session["_auth_user_id"] == str(contact.user_id)
    contact.refresh_from_db()
    assert contact.accepted_at == at
    labels = set(AuditEntry.objects.values_list("label", flat=True))
    assert {"contact.accepted", "account.signed_in"} <= labels
    assert client.get(response.url).status_code == 200


def test_the_language_of_the_page_is_remembered(client, invited):
    contact, path = invited
    client.post(path.replace("/fr/", "/nl/"))
    contact.user.refresh_from_db()
    assert contact.user.language == "nl"


def test_a_link_works_once_and_the_old_one_says_how_to_get_in(client, invited):
    _contact, path = invited
    client.post(path)
    for method in ("get", "post"):
        other = type(client)()
        page = getattr(other, method)(path)
        assert page.status_code == 404
        assert "/accounts/login/?next=%2Ffr%2Fpartners%2F" in page.content.decode()
        assert "_auth_user_id" not in other.session


@pytest.mark.parametrize(("days", "status"), [(13, 200), (14, 404), (400, 404)])
def test_a_link_is_good_for_fourteen_days(client, invited, at, days, status):
    with clock.set_to(at + days * DAYS):
        assert client.get(invited[1]).status_code == status


def test_unknown_used_and_called_back_links_look_the_same(client, invited, zenith, by_pia, at):
    _contact, path = invited
    contacts.invite_again(contact=_contact, actor=by_pia, at=at + DAYS)
    old = client.get(path).content.decode()
    token = path.split("/")[-2]
    unknown = client.get(path.replace(token, "y" * 32)).content.decode()
    csrf = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    assert csrf.sub("", old).replace(token, "y" * 32) == csrf.sub("", unknown)


def test_a_new_link_goes_to_the_old_address_and_replaces_the_old_one(client, invited, at):
    contact, path = invited
    with clock.set_to(at + 20 * DAYS):
        response = client.post(f"{path}again/", follow=True)
        assert response.status_code == 404  # still the page of an old link
        assert Message.objects.filter(kind="placements.contact_invited").count() == 2
        assert Message.objects.order_by("-pk")[0].address == contact.user.email
        assert client.get(path).status_code == 404
        assert client.get("/" + link_in_last()).status_code == 200


def test_asking_again_and_again_writes_three_times_an_hour(client, invited, at):
    for minute in range(1, 7):
        with clock.set_to(at + timedelta(minutes=minute)):
            client.post(f"{invited[1]}again/")
    # The invitation itself, and three more.
    assert Message.objects.filter(kind="placements.contact_invited").count() == 4
    assert GuestLink.objects.filter(revoked_at__isnull=True).count() == 1


def test_who_was_let_go_gets_neither_in_nor_a_new_link(client, invited, by_pia, at):
    contact, path = invited
    companies.deactivate_contact(contact=contact, actor=by_pia, at=at)
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    client.post(f"{path}again/")
    assert Message.objects.filter(kind="placements.contact_invited").count() == 1
    assert "_auth_user_id" not in client.session


def test_somebody_elses_session_in_this_browser_ends(signed_in, omar, invited):
    client = signed_in(omar)
    client.post(invited[1])
    assert client.session["_auth_user_id"] == str(invited[0].user_id)


def test_a_second_factor_is_asked_for_only_where_the_setting_says_so(client, invited, settings):
    settings.SECOND_FACTOR_DEMANDED_OF = ["companies"]
    client.post(invited[1])
    response = client.get(url("home"))
    assert (response.status_code, response.url) == (302, reverse("mfa_index"))


# Colleagues among themselves


def test_a_manager_invites_and_the_message_says_what_for(signed_in, chloe, zenith, at):
    client = signed_in(chloe)
    words = {
        "name": "Sam Signer", "email": " Sam@Zenith.example ", "roles": ["signatory"],
        "language": "nl", "job_title": "Director",
    }  # fmt: skip
    response = client.post(url("invite"), words)
    assert response.url == url("colleagues")
    made = CompanyContact.objects.get(user__email="sam@zenith.example")
    assert (made.company, made.roles, made.user.language) == (zenith, ["signatory"], "nl")
    assert Message.objects.get(kind="placements.contact_invited").language == "nl"


def test_the_answer_does_not_tell_who_works_for_another_company(signed_in, chloe, omar, pia, at):
    client = signed_in(chloe)
    pages = []
    for email in (omar.email, pia.email):
        words = {"name": "X Y", "email": email, "roles": ["mentor"], "language": "nl"}
        response = client.post(url("invite"), words)
        assert response.status_code == 200
        pages.append(response.context["form"].errors["email"])
    assert pages[0] == pages[1] == [str(contacts.NOT_BY_YOU)]
    assert "X Y" in response.content.decode()


def test_a_manager_changes_rights_but_never_the_last_managers(signed_in, chloe, manon, mo, at):
    client = signed_in(chloe)
    client.post(url("rights", mo.pk), {"roles": ["mentor", "signatory"], "job_title": "Lead"})
    mo.refresh_from_db()
    assert (mo.roles, mo.job_title) == (["signatory", "mentor"], "Lead")
    response = client.post(url("rights", manon.pk), {"roles": ["mentor"]})
    assert response.context["form"].errors["roles"] == [str(contacts.LAST_MANAGER)]
    manon.refresh_from_db()
    assert "manager" in manon.roles
    client.post(url("rights", mo.pk), {"roles": ["manager"]})
    assert client.post(url("rights", manon.pk), {"roles": ["mentor"]}).status_code == 302


def test_others_read_who_does_what_and_get_no_buttons(signed_in, manon, mo):
    client = signed_in(mo.user)
    page = client.get(url("colleagues")).content.decode()
    assert "Chloé Contact" in page
    assert url("rights", manon.pk) not in page
    assert url("invite") not in page


@pytest.mark.parametrize(
    ("name", "keyed"), [("invite", False), ("rights", True), ("end_access", True)]
)
def test_who_does_not_manage_reads_whom_to_ask(signed_in, manon, mo, name, keyed):
    response = signed_in(mo.user).get(url(name, *([manon.pk] if keyed else [])))
    assert response.status_code == 403
    assert "Chloé Contact" in response.content.decode()


def test_a_colleague_of_another_company_is_missing(signed_in, chloe, omar, mo):
    key = omar.company_contact.pk
    client = signed_in(chloe)
    for name in ("rights", "end_access"):
        assert client.get(url(name, key)).status_code == 404
        assert client.post(url(name, key), {"roles": ["mentor"]}).status_code == 404
    assert client.post(url("invite_again", key)).status_code == 404
    omar.company_contact.refresh_from_db()
    assert len(omar.company_contact.roles) == 4


# Somebody leaves


@pytest.fixture
def internship(yasmin, position, mo, at):
    """Mo's intern, with an agreement that waits for Mo's signature."""
    position.mentor = mo
    position.save()
    proposal = factories.ProposalFactory(position=position, enrolment=yasmin, state="accepted")
    return Internship.objects.create(
        enrolment=yasmin, proposal=proposal, position=position, company=position.company,
        mentor=mo, start_on=at.date(), end_on=at.date() + 90 * DAYS, state="running",
    )  # fmt: skip


def test_what_waited_goes_to_the_colleague_who_was_chosen(
    signed_in, manon, mo, rita, internship, zenith, pia, at
):
    zenith.owner = pia
    zenith.save()
    client = signed_in(mo.user)
    assert client.post(url("leave"), {}).status_code == 200  # two colleagues: who goes on?
    response = client.post(url("leave"), {"taker": rita.pk})
    assert (response.status_code, "_auth_user_id" in client.session) == (200, False)
    mo.refresh_from_db()
    rita.refresh_from_db()
    internship.refresh_from_db()
    internship.position.refresh_from_db()
    assert (mo.is_active, mo.user.is_active) == (False, False)
    assert (internship.mentor, internship.position.mentor) == (rita, rita)
    assert rita.roles == ["mentor", "recruiter"]
    told = Message.objects.filter(kind__in=["placements.colleague_left",
                                            "placements.contact_left_school"])  # fmt: skip
    assert sorted(told.values_list("address", flat=True)) == sorted(
        [manon.user.email, rita.user.email, pia.email]
    )


def to_sign(company, campus, school, *contacts, at):
    """An open agreement that each contact has to sign; the last one is the mentor."""
    internship = ready_internship(company=company, contacts=contacts, campus=campus)
    return make(internship, list(contacts), school, at=at)


def test_missing_signatures_go_over_on_a_paper_that_names_the_colleague(
    client, mo, rita, manon, zenith, brussels, pia, at
):
    agreement = to_sign(zenith, brussels, pia, mo, at=at)
    old_link = "/" + link_in_last("placements.agreement_to_sign", address=mo.user.email)
    sign(agreement.signatures.get(party="learner"), at=at)
    assert client.get(old_link).status_code == 200
    handed = contacts.leave(contact=mo, heir=rita, at=at)
    assert (handed.signatures, handed.stuck) == (1, 0)
    agreement.refresh_from_db()
    made = agreement.replaced_by
    assert (agreement.state, made.state, made.number) == ("replaced", "open", 2)
    printed = json.dumps(made.data["paper"], ensure_ascii=False)
    assert ("Rita Recruiter" in printed, "Mo Mentor" in printed) == (True, False)
    theirs = {one.party: one for one in made.signatures.order_by("pk")}
    assert (theirs["host"].contact, theirs["host"].name) == (rita, "Rita Recruiter")
    assert theirs["learner"].carried_from == agreement.signatures.get(party="learner")
    assert theirs["school"].signed_at is None
    rita.refresh_from_db()
    assert "signatory" in rita.roles
    assert client.get(old_link).status_code == 404
    link = "/" + link_in_last("placements.agreement_to_sign", address=rita.user.email)
    assert client.get(link).status_code == 200
    sign_all(made)
    assert not [one.key for one in invariants() if "agree" in one.key and one.count(at=at)]


def test_who_signed_for_the_company_before_stays_where_only_a_colleague_is_another(
    mo, rita, manon, zenith, brussels, pia, at
):
    agreement = to_sign(zenith, brussels, pia, mo, manon, at=at)
    sign(agreement.signatures.get(contact=manon), at=at)
    contacts.leave(contact=mo, heir=rita, at=at)
    made = InternshipAgreement.objects.get(state="open")
    given = {one.name: bool(one.signed_at) for one in made.signatures.filter(party="host")}
    assert given == {"Rita Recruiter": False, manon.user.name: True}


def test_a_new_mentor_on_the_paper_is_signed_for_again_by_the_company_alone(
    mo, rita, manon, zenith, brussels, pia, at
):
    agreement = to_sign(zenith, brussels, pia, manon, mo, at=at)
    for signature in agreement.signatures.exclude(contact=mo):
        if signature.party != "school":
            sign(signature, at=at)
    contacts.leave(contact=mo, heir=rita, at=at)
    made = InternshipAgreement.objects.get(state="open")
    assert made.data["facts"]["mentor"]["name"] == "Rita Recruiter"
    given = {one.name for one in made.signatures.given()}
    assert given == {made.signatures.get(party="learner").name}
    assert Message.objects.get(kind="placements.agreement_sign_again").address == manon.user.email


def test_what_was_corrected_in_the_records_since_is_not_slipped_in(
    mo, rita, manon, zenith, brussels, pia, at
):
    agreement = to_sign(zenith, brussels, pia, mo, at=at)
    Internship.objects.update(travel="A bicycle")
    contacts.leave(contact=mo, heir=rita, at=at)
    made = InternshipAgreement.objects.get(state="open")
    assert made.data["facts"]["substance"] == agreement.data["facts"]["substance"]


def test_a_paper_that_cannot_name_the_colleague_is_reported(
    mo, rita, manon, zenith, brussels, pia, at
):
    agreement = to_sign(zenith, brussels, pia, mo, at=at)
    rita.user.name = "リタ"
    rita.user.save()
    handed = contacts.leave(contact=mo, heir=rita, at=at)
    assert (handed.signatures, handed.stuck) == (0, 1)
    agreement.refresh_from_db()
    assert agreement.state == "open"


def test_a_signature_that_the_heir_gives_anyway_is_reported(
    mo, rita, manon, zenith, brussels, pia, at
):
    agreement = to_sign(zenith, brussels, pia, mo, rita, at=at)
    zenith.owner = pia
    zenith.save()
    handed = contacts.leave(contact=mo, heir=rita, at=at)
    assert (handed.signatures, handed.stuck) == (0, 1)
    message = Message.objects.get(kind="placements.contact_left_school")
    assert "1 agreement still names them as signatory" in message.text
    assert agreement.signatures.get(contact=mo).signed_at is None


def test_the_session_of_who_left_ends_on_every_device(signed_in, manon, mo):
    phone, desk = signed_in(mo.user), signed_in(mo.user)
    assert desk.get(url("home")).status_code == 200
    phone.post(url("leave"))
    assert desk.get(url("home")).status_code == 302


def test_the_last_manager_hands_over_and_the_heir_becomes_manager(signed_in, manon, mo, rita, at):
    with pytest.raises(IllegalMove, match="manage"):
        contacts.leave(contact=manon, at=at)
    contacts.leave(contact=manon, heir=mo, at=at)
    mo.refresh_from_db()
    assert mo.roles == ["manager", "signatory", "mentor"]  # Rita recruits already


def test_who_is_alone_may_go_and_the_school_hears_it(signed_in, chloe, manon, zenith, pia, at):
    zenith.campuses.set(pia.campuses.all())
    signed_in(chloe).post(url("leave"))
    chloe.refresh_from_db()
    assert not chloe.is_active
    message = Message.objects.get(kind="placements.contact_left_school")
    assert message.address == pia.email
    assert "Nobody of this company" in message.text


def test_a_manager_ends_a_colleagues_access_at_once(signed_in, chloe, manon, mo, internship):
    client, theirs = signed_in(chloe), signed_in(mo.user)
    response = client.post(url("end_access", mo.pk))
    assert response.url == url("colleagues")
    assert theirs.get(url("home")).status_code == 302
    internship.refresh_from_db()
    assert internship.mentor == manon
    assert client.get(url("rights", mo.pk)).status_code == 404


def test_links_of_who_left_stop_working(client, invited, manon, at):
    contact, path = invited
    contacts.end_access(contact=contact, actor=Actor.user(manon.user), at=at)
    assert client.get(path).status_code == 404
    assert not GuestLink.objects.filter(contact=contact, revoked_at__isnull=True).exists()


def test_an_heir_of_another_company_is_refused(manon, mo, omar, at):
    with pytest.raises(IllegalMove):
        contacts.leave(contact=mo, heir=omar.company_contact, at=at)
    assert signed_in_still(mo)


def signed_in_still(contact):
    return User.objects.get(pk=contact.user_id).is_active


# Own details


def test_own_details_and_language_are_kept(signed_in, chloe, at):
    client = signed_in(chloe)
    words = {"name": "Chloé C.", "job_title": "Baker", "phone": "0470 12 34 56", "language": "fr"}
    response = client.post(url("details"), words)
    assert response.url == "/fr/partners/"
    chloe.refresh_from_db()
    assert (chloe.name, chloe.language, chloe.phone) == ("Chloé C.", "fr", "+32470123456")
    assert chloe.company_contact.job_title == "Baker"
    response = client.get(reverse("accounts:after_sign_in"))
    assert response.url == "/fr/partners/"


def test_two_managers_cannot_end_each_other(manon, mo, at):
    mo.roles = ["manager"]
    mo.save()
    contacts.end_access(contact=mo, actor=Actor.user(manon.user), at=at)
    with pytest.raises(IllegalMove, match="manage"):
        contacts.end_access(contact=manon, actor=Actor.user(mo.user), at=at)
