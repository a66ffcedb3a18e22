"""Companies in the staff site: places, the log, owner, roles, who changed company, the list."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.core.moves import IllegalMove
from placements.admin.company_list import digits_of_number, silent
from placements.models import Company, CompanyContact, CompanyNote, Establishment
from placements.today.companies import _silent, _steps
from placements.workflow import companies, establishments, keeping_touch
from tests import factories
from tests.factories_placements import InternshipFactory

pytestmark = pytest.mark.django_db
ADDRESS = {"address": "Street 1", "postcode": "1000", "municipality": "Brussels"}
LIST = "admin:placements_company_changelist"


def fresh(record):
    return type(record).objects.get(pk=record.pk)


# Establishments


def test_an_establishment_with_its_number_in_any_spelling(zenith, by_pia, at):
    made = establishments.add_establishment(
        company=zenith, number="2.123.456.791", actor=by_pia, at=at, **ADDRESS
    )
    assert made.number == "2123456791"
    with pytest.raises(IllegalMove, match="this number"):
        establishments.add_establishment(
            company=zenith, number="2123456791", actor=by_pia, at=at, **ADDRESS
        )


@pytest.mark.parametrize("number", ["2123456792", "0123456749", "9123456700", "2", "x"])
def test_what_is_no_establishment_unit(zenith, by_pia, at, number):
    with pytest.raises(ValidationError):
        establishments.add_establishment(
            company=zenith, number=number, actor=by_pia, at=at, **ADDRESS
        )
    assert not Establishment.objects.exists()


def test_an_establishment_is_corrected_and_closed_once(zenith, by_pia, at):
    made = establishments.add_establishment(company=zenith, actor=by_pia, at=at, **ADDRESS)
    establishments.edit_establishment(
        establishment=made, changes={"postcode": "1030"}, actor=by_pia, at=at
    )
    establishments.close_establishment(establishment=made, actor=by_pia, at=at)
    assert (fresh(made).postcode, fresh(made).is_active) == ("1030", False)
    with pytest.raises(IllegalMove, match="already"):
        establishments.close_establishment(establishment=made, actor=by_pia, at=at)


# The log and what was promised


def promise(company, by, at, **facts):
    facts = {"next_step": "Call back", "next_on": at.date()} | facts
    return keeping_touch.note_contact(
        company=company, channel="call", text="Spoke", actor=by, at=at, **facts
    )


def count(task):
    return task.count


def test_what_was_promised_comes_back_to_the_owner_on_its_day(zenith, pia, by_pia, at):
    officer = factories.UserFactory(roles=["placement"])
    promise(zenith, by_pia, at, next_on=at.date() + timedelta(days=3))
    assert count(_steps(pia, at)) == 0
    on_the_day = at + timedelta(days=3)
    assert count(_steps(pia, on_the_day)) == 1
    companies.hand_to(company=zenith, owner=officer, actor=by_pia, at=at)
    assert (count(_steps(pia, on_the_day)), count(_steps(officer, on_the_day))) == (0, 1)


def test_done_is_done_once_and_gone(zenith, pia, by_pia, at):
    note = promise(zenith, by_pia, at)
    keeping_touch.finish_step(note=note, actor=by_pia, at=at)
    assert count(_steps(pia, at)) == 0
    with pytest.raises(IllegalMove, match="already"):
        keeping_touch.finish_step(note=note, actor=by_pia, at=at)


def test_what_a_note_cannot_be(zenith, omar, by_pia, at):
    with pytest.raises(IllegalMove, match="another company"):
        promise(zenith, by_pia, at, contact=omar.company_contact)
    with pytest.raises(IllegalMove, match="to be done"):
        promise(zenith, by_pia, at, next_step="")
    assert not CompanyNote.objects.exists()


def test_no_contact_for_six_months(zenith, pia, by_pia, at):
    zenith.created_at = at - timedelta(days=400)
    zenith.owner = pia
    zenith.save()
    today = at.date()
    assert list(silent(Company.objects.all(), today)) == [zenith]
    assert count(_silent(pia, at)) == 1
    CompanyNote.objects.create(
        company=zenith, channel="call", text="x", at=at - timedelta(days=170)
    )
    assert list(silent(Company.objects.all(), today)) == []
    assert list(silent(Company.objects.all(), today + timedelta(days=30))) == [zenith]


def test_a_new_company_is_not_silent_yet(zenith, at):
    zenith.created_at = at - timedelta(days=30)
    zenith.save()
    assert list(silent(Company.objects.filter(pk=zenith.pk), at.date())) == []


def test_an_owner_is_named_once(zenith, pia, by_pia, at):
    companies.hand_to(company=zenith, owner=pia, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="already"):
        companies.hand_to(company=zenith, owner=pia, actor=by_pia, at=at)
    companies.hand_to(company=zenith, owner=None, actor=by_pia, at=at)
    assert fresh(zenith).owner is None


# Contacts


def test_roles_are_what_was_chosen(mentor, by_pia, at):
    companies.change_roles(contact=mentor, roles=["mentor"], actor=by_pia, at=at)
    assert fresh(mentor).roles == ["mentor"]


def test_who_changes_company_goes_along_and_leaves_the_history(
    zenith, mentor, max_, omar, position, yasmin, by_pia, at
):
    hill, user = omar.company_contact.company, mentor.user
    internship = InternshipFactory(
        position=position, enrolment=yasmin, mentor=mentor, state="running"
    )
    made = companies.move_contact(contact=mentor, company=hill, actor=by_pia, at=at)
    assert (made.company, made.user, made.roles) == (hill, user, [])
    old = fresh(mentor)
    assert (old.company, old.is_active, old.user.is_active) == (zenith, False, False)
    assert (old.user.name, old.user.email.endswith(".invalid")) == (user.name, True)
    assert fresh(internship).mentor == max_  # what waits goes to a colleague
    assert CompanyContact.objects.filter(user=user).count() == 1
    assert user.__class__.objects.filter(email=user.email).count() == 1


def test_the_portal_of_the_old_company_is_closed_to_who_moved(
    chloe, mentor, max_, omar, by_pia, at, signed_in
):
    omar.company_contact.company.name = "Hillside"
    omar.company_contact.company.save()
    companies.move_contact(
        contact=mentor, company=omar.company_contact.company, actor=by_pia, at=at
    )
    page = signed_in(fresh(chloe)).get(reverse("placements:company:home")).content.decode()
    assert "Hillside" in page
    assert "Zenith" not in page


def test_who_cannot_move(zenith, mentor, omar, by_pia, at):
    with pytest.raises(IllegalMove, match="already"):
        companies.move_contact(contact=mentor, company=zenith, actor=by_pia, at=at)
    companies.deactivate_contact(contact=mentor, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="ended"):
        companies.move_contact(
            contact=mentor, company=omar.company_contact.company, actor=by_pia, at=at
        )


def test_who_had_links_alone_gets_the_portal(zenith, by_pia, at):
    facts = {"company": zenith, "name": "Lo", "email": "lo@a.example", "actor": by_pia, "at": at}
    made = companies.invite_contact(has_portal=False, **facts)
    assert not made.may_sign_in
    with pytest.raises(IllegalMove, match="already"):
        companies.invite_contact(has_portal=False, **facts)
    companies.invite_contact(has_portal=True, **facts)
    assert fresh(made).may_sign_in
    with pytest.raises(IllegalMove, match="already"):
        companies.invite_contact(has_portal=True, **facts)


# The list


def listed(client, query=""):
    page = client.get(reverse(LIST) + query)
    assert page.status_code == 200
    return [company.name for company in page.context["cl"].result_list]


@pytest.mark.parametrize(
    "query", ["?q=0123.456.749", "?q=BE 0123456749", "?q=Chlo", "?q=zenith", "?places=yes"]
)
def test_a_company_is_found_by_name_number_contact_and_places(
    zenith, chloe, position, pia, signed_in, query
):
    Company.objects.filter(pk=zenith.pk).update(number="0123456749")
    factories.CompanyFactory(name="Other")
    assert listed(signed_in(pia), query) == ["Zenith"]


def test_a_number_as_people_type_it():
    assert digits_of_number("BE 0123.456.749") == "0123456749"
    assert digits_of_number("Zenith 12") == "Zenith 12"


def test_the_list_counts_each_thing_by_itself(zenith, brussels, pia, at, by_pia, signed_in):
    for _number in range(2):
        position = factories.PositionFactory(
            company=zenith, campus=brussels, places=3, places_taken=1
        )
        InternshipFactory(position=position, state="running")
        promise(zenith, by_pia, at)
    page = signed_in(pia).get(reverse(LIST))
    (row,) = [one for one in page.context["cl"].result_list if one.pk == zenith.pk]
    assert (row.open_places, row.interns_now, row.hires_made) == (4, 2, 0)
    assert row.last_contact == at


def test_the_list_asks_the_same_whatever_its_length(zenith, pia, at, by_pia, signed_in):
    client = signed_in(pia)
    listed(client)
    with CaptureQueriesContext(connection) as few:
        listed(client)
    for number in range(29):
        company = factories.CompanyFactory(name=f"Company {number}", owner=pia)
        factories.PositionFactory(company=company)
        promise(company, by_pia, at)
    with CaptureQueriesContext(connection) as many:
        listed(client)
    assert len(many) == len(few)


def test_the_page_of_a_company_shows_everything(
    zenith, chloe, position, yasmin, pia, by_pia, at, signed_in
):
    InternshipFactory(
        position=position, enrolment=yasmin, state="running", start_on=date(2026, 1, 5)
    )
    promise(zenith, by_pia, at)
    establishments.add_establishment(company=zenith, actor=by_pia, at=at, **ADDRESS)
    page = signed_in(pia).get(reverse("admin:placements_company_change", args=[zenith.pk]))
    words = page.content.decode()
    for word in ("Chloé Contact", "Call back", "Street 1", "Junior developer", "Yasmin"):
        assert word in words
