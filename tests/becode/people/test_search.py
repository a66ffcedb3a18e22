"""People are found by any part of a name, the beginning of an address, the end of a number."""

import pytest

from becode.people.models import ContactPoint, Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def layla():
    person = PersonFactory(first_name="Layla", last_name="Haddad")
    for kind, value in (("email", "l.haddad@mail.example"), ("phone", "+32470123456")):
        ContactPoint.objects.create(person=person, kind=kind, value=value, key=value)
    PersonFactory(first_name="Somebody", last_name="Else")
    return person


@pytest.mark.parametrize(
    "text",
    [
        "addad",
        "L.Haddad@mail.example",
        "l.had",
        "0470 12 34 56",
        "+32 470 12 34 56",
        "0470/12.34.56",
        "12 34 56",
        "3456",
    ],
)
def test_a_part_that_people_remember_finds_the_person(layla, text):
    assert list(Person.objects.search(text)) == [layla]


@pytest.mark.parametrize("text", ["456", "0456", "mail.example", "470123", "% 3456", "l_had"])
def test_too_little_or_a_part_in_the_middle_finds_nobody(layla, text):
    assert list(Person.objects.search(text)) == []
