"""Partners, activities, the attendance sheet and the poster in the staff site."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applicants.models import OutreachActivity, OutreachContact, ReferralPartner
from applicants.poster import CannotPrint, poster_of
from becode.files import store
from becode.messages.models import Message
from tests import factories
from tests import factories_outreach as outreach

pytestmark = pytest.mark.django_db
QUERIES_OF_AN_ACTIVITY = 8


@pytest.fixture
def staff(client, brussels):
    user = factories.UserFactory(roles=["admissions"], campuses=[brussels])
    client.force_login(user)
    return client


@pytest.fixture
def activity(brussels):
    return outreach.OutreachActivityFactory(campus=brussels)


def do(model, record, verb):
    return reverse(f"admin:applicants_{model}_do", args=[record.pk, verb])


def sheet_of(activity):
    return reverse("admin:attendance", args=[activity.pk])


def row(number, name, contact, *, language="fr", agreed=True):
    typed = {"name": name, "contact": contact, "language": language}
    typed |= {"agreed": "on"} if agreed else {}
    return {f"row-{number}-{key}": value for key, value in typed.items()}


def test_a_partner_is_added_and_its_contact_invited(staff, brussels, client):
    page = reverse("admin:applicants_referralpartner_add")
    facts = {"kind": "welfare", "name": "CPAS", "campus": brussels.pk, "is_active": "on"}
    assert staff.post(page, facts).status_code == 302
    partner = ReferralPartner.objects.get()
    assert len(partner.code) == 6
    staff.post(
        do("referralpartner", partner, "contact"), {"name": "Els Maes", "email": "els@cpas.example"}
    )
    contact = partner.contacts.get()
    staff.post(do("referralpartner", partner, "invite"), {"contact": contact.pk, "language": "fr"})
    contact.refresh_from_db()
    assert (contact.user.email, contact.user.roles) == ("els@cpas.example", [])
    message = Message.objects.get(kind="applicants.referrer_invited")
    assert "/fr/referrals/" in message.text.replace("%2F", "/")
    staff.post(do("referralpartner", partner, "end-access"), {"contact": contact.pk})
    contact.refresh_from_db()
    contact.user.refresh_from_db()
    assert contact.ended_at is not None
    assert contact.user.is_active is False


def test_an_address_of_somebody_else_is_not_invited(staff, brussels):
    partner = outreach.ReferralPartnerFactory(campus=brussels)
    contact = outreach.PartnerContactFactory(partner=partner, user=None)
    taken = factories.UserFactory(roles=["coach"])
    staff.post(
        do("referralpartner", partner, "invite"),
        {"contact": contact.pk, "email": taken.email, "language": "fr"},
    )
    contact.refresh_from_db()
    assert contact.user is None


def test_two_short_links_never_share_a_code(staff, brussels):
    outreach.ReferralPartnerFactory(code="library")
    day, hour = "2026-05-04", "10:00"
    facts = {"kind": "workshop", "title": "W", "campus": brussels.pk, "code": "Library", "cost": 0}
    facts |= {"starts_at_0": day, "starts_at_1": hour}
    page = reverse("admin:applicants_outreachactivity_add")
    assert staff.post(page, facts).status_code == 200
    assert staff.post(page, facts | {"code": ""}).status_code == 302
    assert OutreachActivity.objects.get().title == "W"


def test_an_activity_is_held_with_its_figures_and_sheet(staff, activity):
    photo = SimpleUploadedFile("sheet.pdf", b"%PDF-1.7 sheet")
    answers = {"turnout": 12, "cost": "80.50", "photo": photo}
    assert staff.post(do("outreachactivity", activity, "held"), answers).status_code == 302
    activity.refresh_from_db()
    assert (activity.state, activity.turnout, str(activity.cost)) == ("held", 12, "80.50")
    answer = staff.get(reverse("admin:sheet_file", args=[activity.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 sheet"
    for close in answer._resource_closers:  # `close` would end the connection of the test
        close()
    staff.post(do("outreachactivity", activity, "plan-again"))
    activity.refresh_from_db()
    assert (activity.state, activity.turnout) == ("planned", None)


def test_a_photo_that_is_none_changes_nothing(staff, activity):
    photo = SimpleUploadedFile("sheet.jpg", b"<html>")
    answers = {"turnout": 12, "cost": "0", "photo": photo}
    response = staff.post(do("outreachactivity", activity, "held"), answers)
    assert list(response.context["form"].errors) == ["photo"]
    activity.refresh_from_db()
    assert activity.state == "planned"


def test_what_has_not_begun_was_not_held(staff, brussels):
    later = outreach.OutreachActivityFactory(
        campus=brussels, starts_at=timezone.now() + timedelta(days=2)
    )
    staff.post(do("outreachactivity", later, "held"), {"turnout": 3, "cost": "0"})
    later.refresh_from_db()
    assert later.state == "planned"


def test_good_lines_are_kept_and_bad_ones_come_back(staff, activity):
    typed = {"total": 15}
    typed |= row(0, "Amina Diallo", "0470 12 34 56")
    typed |= row(1, "Bob", "not an address")
    typed |= row(4, "Carla", "carla@mail.example", agreed=False)
    response = staff.post(sheet_of(activity), typed)
    met = OutreachContact.objects.get()
    assert (met.name, met.value, met.kind, met.campus) == (
        "Amina Diallo",
        "+32470123456",
        "phone",
        activity.campus,
    )
    rows = response.context["rows"]
    assert [(form["name"].value(), list(form.errors)) for form in rows[:2]] == [
        ("Bob", ["contact"]),
        ("Carla", ["agreed"]),
    ]
    assert len(rows) == 15
    message = Message.objects.get()
    assert (message.channel, message.address) == ("sms", "+32470123456")
    assert f"/go/{activity.code}/" in message.text


def test_a_pasted_list_becomes_contacts_once(staff, activity):
    lines = "Amina Diallo; amina@mail.example; fr\nBob Peeters\t0470/12.34.57\n\n"
    typed = {"total": 15, "pasted": lines, "all_agreed": "on", "all_language": "nl"}
    for _press in range(2):
        assert staff.post(sheet_of(activity), typed).status_code == 302
    found = OutreachContact.objects.order_by("name").values_list("name", "key", "language")
    assert list(found) == [
        ("Amina Diallo", "amina@mail.example", "fr"),
        ("Bob Peeters", "+32470123457", "nl"),
    ]
    assert Message.objects.count() == 2


def test_pasted_lines_without_consent_come_back(staff, activity):
    response = staff.post(
        sheet_of(activity), {"pasted": "Amina; amina@mail.example; fr", "all_language": "nl"}
    )
    assert response.context["rows"][0].errors["agreed"] == [
        "Only people who agreed may stand here."
    ]
    assert OutreachContact.objects.count() == 0


def test_a_sheet_with_a_total_beyond_all_numbers_is_an_empty_one(staff, activity):
    typed = {"total": "9" * 5000} | row(0, "Amina Diallo", "0470 12 34 56")
    assert staff.post(sheet_of(activity), typed).status_code == 200
    assert OutreachContact.objects.count() == 0


def test_a_new_photo_takes_the_place_of_the_old_one_after_commit(
    staff, activity, django_capture_on_commit_callbacks
):
    photo = do("outreachactivity", activity, "photo")
    staff.post(photo, {"photo": SimpleUploadedFile("one.pdf", b"%PDF-1.7 one")})
    activity.refresh_from_db()
    old = activity.sheet
    with django_capture_on_commit_callbacks() as after:
        staff.post(photo, {"photo": SimpleUploadedFile("two.pdf", b"%PDF-1.7 two")})
    assert store.read(old) == b"%PDF-1.7 one"  # where the transaction fails, it is still needed
    for step in after:
        step()
    with pytest.raises(FileNotFoundError):
        store.read(old)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_an_activity_in_an_impossible_year_is_asked_again(staff, brussels, day):
    facts = {"kind": "workshop", "title": "Library day", "campus": brussels.pk, "cost": "0"}
    facts |= {"starts_at_0": day, "starts_at_1": "10:00"}
    page = staff.post(reverse("admin:applicants_outreachactivity_add"), facts)
    assert list(page.context["adminform"].form.errors) == ["starts_at"]
    assert OutreachActivity.objects.count() == 0


def test_a_partner_of_the_whole_school_stays_one(staff):
    partner = outreach.ReferralPartnerFactory(campus=None)
    page = reverse("admin:applicants_referralpartner_edit", args=[partner.pk])
    facts = {"kind": "welfare", "name": "CPAS", "is_active": "on", "code": partner.code}
    assert staff.post(page, facts).status_code == 302
    partner.refresh_from_db()
    assert (partner.name, partner.campus) == ("CPAS", None)


def test_the_host_of_another_campus_stays_the_host(staff, brussels, ghent):
    host = outreach.ReferralPartnerFactory(campus=ghent)
    other = outreach.ReferralPartnerFactory(campus=ghent)
    activity = outreach.OutreachActivityFactory(campus=brussels, partner=host)
    page = reverse("admin:applicants_outreachactivity_edit", args=[activity.pk])
    form = staff.get(page).context["adminform"].form
    facts = {"kind": "workshop", "title": "New", "campus": brussels.pk, "cost": "0"}
    facts |= {"starts_at_0": "2026-11-20", "starts_at_1": "10:00", "code": activity.code}
    assert list(form.fields["partner"].queryset) == [host]
    assert staff.post(page, facts | {"partner": other.pk}).status_code == 200
    assert staff.post(page, facts | {"partner": host.pk}).status_code == 302
    activity.refresh_from_db()
    assert (activity.title, activity.partner) == ("New", host)


@pytest.mark.parametrize("number", [1, 12])
def test_queries_of_an_activity_do_not_grow_with_its_contacts(
    staff, web, brussels, activity, number, django_assert_num_queries
):
    for _contact in range(number):
        application = factories.ApplicationFactory(track=web, campus=brussels)
        outreach.OutreachContactFactory(
            activity=activity, campus=brussels, person=application.person
        )
    page = reverse("admin:applicants_outreachactivity_change", args=[activity.pk])
    staff.get(page)
    with django_assert_num_queries(QUERIES_OF_AN_ACTIVITY):
        assert staff.get(page).content.count(b"/staff/people/person/") >= number


def test_the_poster_prints_what_was_typed(staff, brussels):
    activity = outreach.OutreachActivityFactory(
        campus=brussels, title='Atelier "été" #1 *x* $y$ [z]', place="Bibliothèque"
    )
    response = staff.get(reverse("admin:activity_poster", args=[activity.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert 'filename="poster-atelier-ete-1-x-y-z.pdf"' in response["Content-Disposition"]


def test_signs_that_the_poster_has_no_letters_for_are_named(staff, brussels):
    activity = outreach.OutreachActivityFactory(campus=brussels, title="ورشة")
    with pytest.raises(CannotPrint) as refusal:
        poster_of(activity)
    assert "ش" in str(refusal.value.sentence)
    page = reverse("admin:activity_poster", args=[activity.pk])
    assert "cannot print" in staff.get(page, follow=True).content.decode()


@pytest.mark.parametrize(
    ("verb", "state"), [("confirm-by-phone", "confirmed"), ("declined-by-phone", "declined")]
)
def test_the_answer_is_taken_by_phone(staff, web, brussels, verb, state):
    referral = outreach.ReferralFactory(track=web, campus=brussels)
    staff.post(do("referral", referral, verb), {"shared_stages": ["training"]})
    referral.refresh_from_db()
    assert referral.state == state
    assert referral.shared_stages == (["training"] if state == "confirmed" else [])
    page = reverse("admin:applicants_referral_change", args=[referral.pk])
    assert staff.get(page).status_code == 200


def test_pages_of_application_and_person_say_how_they_met_us(staff, web, brussels):
    application = factories.ApplicationFactory(track=web, campus=brussels)
    application.person.touches.create(
        at=timezone.now(), activity=outreach.OutreachActivityFactory(title="Library day")
    )
    for page in (
        reverse("admin:applicants_application_change", args=[application.pk]),
        reverse("admin:people_person_change", args=[application.person.pk]),
    ):
        assert "Library day" in staff.get(page).content.decode()


@pytest.mark.parametrize(
    "name", ["outreachactivity", "referralpartner", "referral", "outreachcontact"]
)
def test_lists_ask_as_much_for_thirty_rows_as_for_one(
    name, staff, web, brussels, django_assert_max_num_queries
):
    partner = outreach.ReferralPartnerFactory(campus=brussels)
    for _row in range(30):
        outreach.ReferralPartnerFactory(campus=brussels)
        activity = outreach.OutreachActivityFactory(campus=brussels, partner=partner)
        outreach.OutreachContactFactory(activity=activity, campus=brussels)
        outreach.ReferralFactory(partner=partner, track=web, campus=brussels)
    with django_assert_max_num_queries(20):
        page = staff.get(reverse(f"admin:applicants_{name}_changelist"))
    assert page.status_code == 200
