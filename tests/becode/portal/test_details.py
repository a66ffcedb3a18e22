"""A person corrects their own details: clear errors, nothing typed is lost."""

import pytest
from django.utils import translation

from becode.audit.models import AuditEntry
from becode.people.models import ContactPoint, Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
PATH = "/en/my/details/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def leila(db):
    return PersonFactory(first_name="Leila", last_name="Haddad", email="leila@mail.example")


def answers(**changed: str) -> dict[str, str]:
    return {
        "first_name": "Leila",
        "last_name": "Haddad",
        "preferred_name": "",
        "contact_language": "en",
        "email": "leila@mail.example",
        "phone": "",
        **changed,
    }


def test_correct_names_language_and_phone(at, leila, as_person):
    response = as_person(leila).post(
        PATH, answers(last_name="El Haddad", contact_language="fr", phone="0470/12.34.56")
    )
    assert response.url == "/en/my/"
    leila.refresh_from_db()
    assert (leila.full_name, leila.contact_language) == ("Leila El Haddad", "fr")
    points = ContactPoint.objects.filter(person=leila).order_by("kind")
    assert [point.value for point in points] == ["leila@mail.example", "+32470123456"]
    labels = AuditEntry.objects.about_person(leila.pk).values_list("actor_kind", "label")
    assert set(labels) == {("person", "person.corrected")}


def test_saving_the_same_again_changes_nothing(at, leila, as_person):
    as_person(leila).post(PATH, answers())
    assert not AuditEntry.objects.exists()


def test_a_person_cannot_become_unreachable(at, leila, as_person):
    response = as_person(leila).post(PATH, answers(email="", first_name="Lily"))
    assert list(response.context["form"].errors) == ["email"]
    assert response.context["form"]["first_name"].value() == "Lily"
    assert Person.objects.get().first_name == "Leila"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("first_name", "x" * 10_000),
        ("first_name", "85.07.30-033.28"),
        ("last_name", "<script>alert(1)</script>"),
        ("preferred_name", "12345"),
        ("contact_language", "xx"),
        ("email", "leila@"),
        ("phone", "31/02"),
        ("phone", "9" * 10_000),
    ],
)
def test_bad_input_is_said_next_to_its_field_and_kept(at, leila, as_person, field, value):
    response = as_person(leila).post(PATH, answers(**{field: value}))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"][field].value() == value
    assert Person.objects.get().full_name == "Leila Haddad"


def test_a_right_to_left_name_is_kept_as_typed(at, leila, as_person):
    as_person(leila).post(PATH, answers(first_name="ليلى", last_name=""))
    assert Person.objects.get().full_name == "ليلى"


def test_nobody_without_a_session_gets_in(at, leila, client):
    assert client.post(PATH, answers(first_name="Eve")).url == "/en/my/sign-in/"
    assert Person.objects.get().first_name == "Leila"


def test_a_national_number_is_refused(at, leila, as_person):
    response = as_person(leila).post(PATH, answers(preferred_name="85073003328"))
    assert list(response.context["form"].errors) == ["preferred_name"]
