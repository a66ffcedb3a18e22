"""People in the staff site: found in any script, seen by those who should, answers kept apart."""

import pytest
from django.urls import reverse

from becode.audit.models import AuditEntry
from becode.core.actors import SYSTEM
from becode.people import vault
from becode.people.models import ContactPoint, Person
from tests.factories import ApplicationFactory, CohortFactory, EnrolmentFactory, PersonFactory

pytestmark = pytest.mark.django_db
SEARCH = "/staff/search-people/"


def page(person: Person) -> str:
    return reverse("admin:people_person_change", args=[person.pk])


@pytest.fixture
def samira(brussels, web):
    """Applies in Brussels."""
    person = PersonFactory(first_name="Samira", last_name="Öztürk", email="samira@mail.example")
    ApplicationFactory(person=person, track=web, campus=brussels)
    return person


@pytest.fixture
def wout(ghent, web):
    """Learns in Ghent."""
    person = PersonFactory(first_name="Wout", last_name="Claes")
    EnrolmentFactory(person=person, cohort=CohortFactory(track=web, campus=ghent))
    return person


def found(client, text: str) -> list[str]:
    return [person.first_name for person in client.get(SEARCH, {"q": text}).context["people"]]


@pytest.mark.parametrize(
    "text", ["Samira", "sami", "OZTURK", "öztürk samira", "samira@mail.example", "+32470123456"]
)
def test_search_finds_by_name_and_contact(at, signed_in, amina, samira, wout, text):
    ContactPoint.objects.create(
        person=samira, kind="phone", value="+32470123456", key="+32470123456"
    )
    assert found(signed_in(amina), text) == ["Samira"]


def test_search_finds_a_phone_as_people_write_it(at, signed_in, amina, samira):
    ContactPoint.objects.create(
        person=samira, kind="phone", value="+32470123456", key="+32470123456"
    )
    assert found(signed_in(amina), "0470 12 34 56") == ["Samira"]


@pytest.mark.parametrize("text", ["ليلى", "lyla", "حداد"])
def test_search_finds_arabic_names_in_both_scripts(at, signed_in, amina, brussels, web, text):
    person = PersonFactory(first_name="ليلى", last_name="حداد")
    ApplicationFactory(person=person, track=web, campus=brussels)
    assert found(signed_in(amina), text) == ["ليلى"]


@pytest.mark.parametrize("text", ["", "  ", "---", "%", "🙂", "x" * 10_000, "<b>"])
def test_search_of_odd_text_finds_nobody(at, signed_in, amina, samira, text):
    response = signed_in(amina).get(SEARCH, {"q": text})
    assert (response.status_code, response.context["people"]) == (200, [])


def test_search_and_list_keep_to_the_campuses(at, signed_in, amina, bram, ada, samira, wout):
    def seen(user) -> list[str]:
        cl = signed_in(user).get(reverse("admin:people_person_changelist")).context["cl"]
        return sorted(person.first_name for person in cl.result_list)

    assert (seen(amina), seen(bram), seen(ada)) == (["Samira"], ["Wout"], ["Samira", "Wout"])
    assert (found(signed_in(amina), "Wout"), found(signed_in(bram), "Wout")) == ([], ["Wout"])


def test_page_of_somebody_elsewhere_is_not_found(at, signed_in, amina, bram, samira):
    assert signed_in(amina).get(page(samira)).status_code == 200
    needs = reverse("admin:people_person_needs", args=[samira.pk])
    edit = reverse("admin:people_person_edit", args=[samira.pk])
    client = signed_in(bram)
    assert [client.get(url).status_code for url in (page(samira), needs, edit)] == [404] * 3


def test_reporting_sees_figures_not_people(at, signed_in, rik, samira):
    client = signed_in(rik)
    people = reverse("admin:people_person_changelist")
    assert [client.get(url).status_code for url in (people, page(samira), SEARCH)] == [403] * 3


def test_queries_of_the_list_do_not_grow(
    at, signed_in, ada, brussels, web, django_assert_max_num_queries
):
    client = signed_in(ada)
    for _number in range(30):
        ApplicationFactory(track=web, campus=brussels)
    client.get(reverse("admin:people_person_changelist"))
    with django_assert_max_num_queries(12):
        client.get(reverse("admin:people_person_changelist"))


def test_sensitive_answer_is_read_by_a_button_and_written_down(at, signed_in, mieke, samira):
    vault.write(person=samira, kind="needs", text="A quiet room", actor=SYSTEM, at=at)
    url = reverse("admin:people_person_needs", args=[samira.pk])
    client = signed_in(mieke)
    assert b"A quiet room" not in client.get(page(samira)).content
    assert b"A quiet room" not in client.get(url).content
    assert not AuditEntry.objects.filter(label="vault.read").exists()
    response = client.post(url)
    assert b"A quiet room" in response.content
    assert "no-store" in response["Cache-Control"]
    entry = AuditEntry.objects.get(label="vault.read")
    assert (entry.actor_key, entry.person_key) == (mieke.pk, samira.pk)


def test_sensitive_answer_is_refused_to_those_who_select(at, signed_in, amina, samira):
    url = reverse("admin:people_person_needs", args=[samira.pk])
    assert signed_in(amina).post(url).status_code == 403
    assert url.encode() not in signed_in(amina).get(page(samira)).content


def test_correcting_a_name_is_written_down(at, signed_in, amina, samira):
    url = reverse("admin:people_person_edit", args=[samira.pk])
    client = signed_in(amina)
    form = client.get(url).context["adminform"].form
    answers = {name: form[name].value() or "" for name in form.fields} | {"first_name": "Samirah"}
    assert client.post(url, answers).url == page(samira)
    samira.refresh_from_db()
    assert samira.first_name == "Samirah"
    entry = AuditEntry.objects.get(label="person.corrected")
    assert entry.keys == {"fields": "first_name"}


def test_the_street_that_an_agreement_needs_is_filled_in(at, signed_in, amina, samira):
    url = reverse("admin:people_person_edit", args=[samira.pk])
    client = signed_in(amina)
    form = client.get(url).context["adminform"].form
    answers = {name: form[name].value() or "" for name in form.fields}
    assert client.post(url, answers | {"address": "Kerkstraat 3"}).url == page(samira)
    samira.refresh_from_db()
    assert samira.address == "Kerkstraat 3"
    assert b"Kerkstraat 3" in client.get(page(samira)).content


def test_changing_the_address_goes_through_its_verb(at, signed_in, amina, samira):
    url = reverse("admin:people_person_do", args=[samira.pk, "contact"])
    client = signed_in(amina)
    response = client.post(url, {"email": "no address", "phone": ""})
    assert list(response.context["form"].errors) == ["email"]
    assert client.post(url, {"email": "", "phone": ""}).context["form"].non_field_errors()
    client.post(url, {"email": "new@mail.example", "phone": "0470 12 34 56"})
    values = samira.contact_points.order_by("kind").values_list("value", flat=True)
    assert list(values) == ["new@mail.example", "+32470123456"]
