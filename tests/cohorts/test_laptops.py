"""Laptops go out and come back with a signature; what is signed is sealed."""

import hashlib
import json

import pytest
from django.core.exceptions import ValidationError

from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.models import Laptop, LaptopLoan
from cohorts.signing import read_signature
from cohorts.workflow import laptops
from tests.factories import CohortFactory, PersonFactory
from tests.factories_training import FileItemFactory, LaptopFactory, LearnerFactory

pytestmark = pytest.mark.django_db
STROKES = "M10 10 L20 20 L30 15 M40 40 L41 41"


@pytest.fixture
def learner(web, brussels):
    person = PersonFactory(first_name="Amal", last_name="Haddad", contact_language="en")
    return LearnerFactory(
        person=person, cohort=CohortFactory(track=web, campus=brussels, state="running")
    )


@pytest.fixture
def laptop(brussels):
    return LaptopFactory(campus=brussels, tag="LT-0001", serial="S-99")


def lend(laptop, learner, carla, at, **changed):
    return laptops.hand_over(
        laptop=laptop,
        enrolment=learner,
        condition="A scratch",
        signature=STROKES,
        actor=Actor.user(carla),
        at=at,
        **changed,
    )


def test_a_laptop_goes_out_signed_and_sealed(laptop, learner, carla, at):
    form = FileItemFactory(enrolment=learner, kind="laptop_form")
    loan = lend(laptop, learner, carla, at)
    laptop.refresh_from_db()
    form.refresh_from_db()
    assert (laptop.state, loan.handed_by, form.state) == ("on_loan", carla, "verified")
    text = laptops.hand_over_text(laptop=laptop, enrolment=learner, condition="A scratch", at=at)
    assert "I, Amal Haddad, get the laptop LT-0001 (S-99) on loan on 2 March 2026" in text
    signed = {
        "at": at.isoformat(),
        "person": learner.person_id,
        "signature": STROKES,
        "text": text,
    }
    whole = json.dumps(signed, ensure_ascii=False, sort_keys=True)
    assert loan.hand_over_sha256 == hashlib.sha256(whole.encode()).hexdigest()


def test_it_is_lent_once_and_each_has_one(laptop, learner, carla, brussels, at):
    lend(laptop, learner, carla, at)
    other = LearnerFactory(cohort=learner.cohort)
    with pytest.raises(IllegalMove):
        lend(Laptop.objects.get(), other, carla, at)
    with pytest.raises(IllegalMove, match="has a laptop already"):
        lend(LaptopFactory(campus=brussels), learner, carla, at)
    assert LaptopLoan.objects.count() == 1


def test_a_laptop_of_another_campus_stays_there(learner, carla, ghent, at):
    with pytest.raises(IllegalMove, match="another campus"):
        lend(LaptopFactory(campus=ghent), learner, carla, at)


def test_who_has_left_gets_none(laptop, learner, carla, at):
    learner.state, learner.left_on = "left", at.date()
    learner.save()
    with pytest.raises(IllegalMove, match="not in a training"):
        lend(laptop, learner, carla, at)


@pytest.mark.parametrize(("repair", "state"), [(False, "in_stock"), (True, "in_repair")])
def test_it_comes_back_signed(laptop, learner, carla, at, repair, state):
    loan = lend(laptop, learner, carla, at)
    back = {"condition": "Good", "signature": "name: Amal Haddad", "needs_repair": repair}
    laptops.take_back(loan=loan, actor=Actor.user(carla), at=at, **back)
    laptop.refresh_from_db()
    assert (laptop.state, loan.returned_at, len(loan.return_sha256)) == (state, at, 64)
    with pytest.raises(IllegalMove, match="brought back already"):
        laptops.take_back(loan=loan, actor=Actor.user(carla), at=at, **back)


def test_what_is_lent_changes_by_the_return_alone_unless_it_is_lost(laptop, learner, carla, at):
    loan = lend(laptop, learner, carla, at)
    actor = Actor.user(carla)
    with pytest.raises(IllegalMove, match="Somebody has this laptop"):
        laptops.change_state(laptop=laptop, to="in_stock", actor=actor, at=at)
    laptops.change_state(laptop=laptop, to="lost", actor=actor, at=at)
    laptops.take_back(
        loan=loan, condition="", signature=STROKES, needs_repair=True, actor=actor, at=at
    )
    laptop.refresh_from_db()
    assert laptop.state == "in_repair"


@pytest.mark.parametrize(
    "strokes",
    ["M1 1", "M1 1 L2 2 Z", '"/><script>', "M1 1 L" + "9" * 5 + " 1", "M1 1 L2 2 " * 9000],
)
def test_strokes_that_our_field_does_not_write_are_refused(strokes):
    with pytest.raises(ValidationError):
        read_signature(strokes=strokes, typed="", agrees=False)


def test_a_typed_name_counts_with_the_tick_alone():
    assert read_signature(strokes="", typed="Amal", agrees=True) == "name: Amal"
    with pytest.raises(ValidationError):
        read_signature(strokes="", typed="Amal", agrees=False)


def test_the_pages_hand_over_and_take_back_without_scripts(laptop, learner, carla, signed_in, at):
    client, path = signed_in(carla), f"/staff/laptop/{laptop.pk}/hand-over/"
    data = {"enrolment": learner.pk, "condition": "New", "typed": "Amal Haddad"}
    assert "tick the box" in client.post(path, data).content.decode()
    page = client.post(path, {**data, "agrees": "on"}, follow=True).content.decode()
    assert "Typed and agreed: Amal Haddad" in page
    loan = LaptopLoan.objects.get()
    assert (
        "LT-0001" in client.get(f"/staff/cohorts/enrolment/{learner.pk}/change/").content.decode()
    )
    client.post(f"/staff/laptop-loan/{loan.pk}/return/", {"strokes": STROKES})
    loan.refresh_from_db()
    assert (loan.returned_to, loan.return_signature) == (carla, STROKES)
    drawn = client.get(f"/staff/cohorts/laptoploan/{loan.pk}/change/").content.decode()
    assert f'd="{STROKES}"' in drawn


def test_a_colleague_adds_a_laptop_at_their_own_campus_alone(carla, signed_in, brussels, ghent):
    client, path = signed_in(carla), "/staff/cohorts/laptop/add/"
    assert client.post(path, {"campus": ghent.pk, "tag": "LT-7"}).status_code == 200
    client.post(path, {"campus": brussels.pk, "tag": "LT-7"})
    assert [(one.tag, one.state) for one in Laptop.objects.all()] == [("LT-7", "in_stock")]
