"""Who may be the same human, and why; shown to those who may say so."""

from datetime import date

import pytest

from becode.core.actors import Actor
from becode.people.duplicates import Likeness, candidates_for, recent_pairs
from becode.people.merging import mark_as_two
from becode.people.models import ContactPoint, Person
from tests.factories import ApplicationFactory, PersonFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor("system")


@pytest.fixture
def known(brussels, web):
    """A function that makes somebody who applied in Brussels."""

    def _known(first="Layla", last="Haddad", *, phone="", campus=brussels, **changes):
        person = PersonFactory(first_name=first, last_name=last, **changes)
        if phone:
            ContactPoint.objects.create(person=person, kind="phone", value=phone, key=phone)
        ApplicationFactory(person=person, track=web, campus=campus, state="withdrawn")
        return person

    return _known


def likeness(one: Person, user) -> dict[int, tuple[str, ...]]:
    return {pair.other.pk: pair.reasons for pair in candidates_for(one, user=user)}


@pytest.mark.parametrize(
    ("first", "last", "changes", "reason"),
    [
        ("Layla", "Haddad", {}, Likeness.NAME_AND_BIRTH),
        ("Haddad", "Layla", {}, Likeness.NAME_AND_BIRTH),
        ("Leyla", "Haddad", {}, Likeness.NEAR_NAME_AND_BIRTH),
        ("Läyla", "Haddad", {"born_on": None}, Likeness.NEAR_NAME),
        ("Layla", "Hadad", {"born_on": None, "birth_year": 1995}, Likeness.NEAR_NAME),
        ("Layla", "Haddad", {"born_on": None, "email": "same@mail.example"}, Likeness.EMAIL),
        ("Leyla", "Haddad", {"born_on": None, "phone": "+32470000001"}, Likeness.PHONE),
    ],
)
def test_a_second_record_is_found_with_the_reason(amina, known, first, last, changes, reason):
    one = known(email="same@mail.example", phone="+32470000001")
    other = known(first, last, **changes)
    assert likeness(one, amina) == {other.pk: (reason,)}


def test_the_same_name_is_found_in_another_script(amina, known):
    one, other = known("Иван", "Петров"), known("Ivan", "Petrov")
    assert likeness(one, amina) == {other.pk: (Likeness.NAME_AND_BIRTH,)}


@pytest.mark.parametrize(
    ("first", "last", "changes"),
    [
        ("Omar", "Haddad", {"email": "same@mail.example"}),  # a family shares an address
        ("Layla", "Haddad", {"born_on": date(1996, 5, 17)}),
        ("Layla", "Haddad", {"born_on": None, "birth_year": 1990}),
        ("Layla", "Peeters", {}),
    ],
)
def test_two_people_are_not_suggested(amina, known, first, last, changes):
    one = known(email="same@mail.example")
    known(first, last, **changes)
    assert likeness(one, amina) == {}


def test_pairs_decided_and_merged_are_left_out(at, amina, known):
    one, other, merged = known(), known(), known()
    merged.merged_into = other
    merged.save()
    assert likeness(one, amina) == {other.pk: (Likeness.NAME_AND_BIRTH,)}
    mark_as_two(one=other, other=one, actor=SYSTEM, at=at)
    assert likeness(one, amina) == {}
    assert likeness(merged, amina) == {}


def test_nobody_of_another_campus_is_shown(amina, ada, known, ghent):
    one, other = known(), known(campus=ghent)
    assert likeness(one, amina) == {}
    assert likeness(one, ada) == {other.pk: (Likeness.NAME_AND_BIRTH,)}


def test_the_list_shows_a_pair_once_at_its_newer_record(amina, known):
    one, _other, second = known(), known("Wout", "Claes"), known()
    page = recent_pairs(amina)
    assert [(pair.person, pair.other) for pair in page.pairs] == [(second, one)]
    assert page.before is None


def test_the_list_goes_on_with_older_records(amina, known, monkeypatch):
    monkeypatch.setattr("becode.people.duplicates.PAGE", 2)
    one, second = known(), known()
    known("Wout", "Claes")
    third = known("Els", "Maes")
    page = recent_pairs(amina)
    assert (page.pairs, page.before) == ([], third.pk - 1)
    page = recent_pairs(amina, before=page.before)
    assert [(pair.person, pair.other) for pair in page.pairs] == [(second, one)]


def test_pages_ask_the_same_number_of_queries(at, amina, signed_in, known, queries):
    client = signed_in(amina)
    one = known()
    known()
    few = queries(client, "/staff/duplicates/"), queries(client, page_of(one))
    for _ in range(15):
        known()
        known("Wout", "Claes")
    many = queries(client, "/staff/duplicates/"), queries(client, page_of(one))
    assert many == few


def page_of(person: Person) -> str:
    return f"/staff/people/person/{person.pk}/change/"


def test_the_page_of_a_person_leads_to_the_comparison(at, amina, carla, signed_in, known):
    one, other = known(), known()
    address = f"/staff/duplicates/{one.pk}/{other.pk}/"
    assert address in signed_in(amina).get(page_of(one)).content.decode()
    assert address not in signed_in(carla).get(page_of(one)).content.decode()


def test_two_people_are_said_to_be_two(at, amina, signed_in, known):
    one, other = known(), known()
    client = signed_in(amina)
    address = f"/staff/duplicates/{one.pk}/{other.pk}/"
    assert client.post(address, {"answer": "two", "keep": one.pk}).url == "/staff/duplicates/"
    assert recent_pairs(amina).pairs == []


def test_one_person_is_made_of_two(at, amina, signed_in, known):
    one, other = known(), known()
    client = signed_in(amina)
    address = f"/staff/duplicates/{one.pk}/{other.pk}/"
    response = client.post(address, {"answer": "one", "keep": other.pk})
    assert response.url == page_of(other)
    one.refresh_from_db()
    assert one.merged_into == other
    assert client.get(page_of(one)).url == page_of(other)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("data", [{}, {"answer": "one"}, {"answer": "one", "keep": "7"}])
def test_an_answer_that_says_nothing_changes_nothing(at, amina, signed_in, known, data):
    one, other = known(), known()
    address = f"/staff/duplicates/{one.pk}/{other.pk}/"
    assert signed_in(amina).post(address, data).url == address
    assert Person.objects.current().filter(pk__in=[one.pk, other.pk]).count() == 2
