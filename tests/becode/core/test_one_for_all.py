"""Thousands of acts in one transaction without savepoints."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from becode.core.transactions import may_refuse, one_for_all
from becode.people.models import Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@transaction.atomic
def act(first_name: str, *, refuses: bool = False) -> None:
    PersonFactory(first_name=first_name)
    if refuses:
        raise ValueError


def both(*, refuses: bool) -> None:
    with one_for_all():
        act("Ada")
        act("Bob", refuses=refuses)


def savepoints(queries) -> int:
    return sum(query["sql"].startswith("SAVEPOINT") for query in queries)


def test_acts_inside_set_no_savepoint():
    with CaptureQueriesContext(connection) as before:
        act("Plain")
    with CaptureQueriesContext(connection) as inside, one_for_all():
        act("Ada")
        act("Bob")
    assert savepoints(before) == 1
    assert savepoints(inside) <= 1  # that of the block, inside the test's transaction
    assert Person.objects.filter(first_name__in=["Ada", "Bob"]).count() == 2


def test_a_refusal_undoes_all():
    with pytest.raises(ValueError):
        both(refuses=True)
    assert not Person.objects.exists()
    assert connection.features.uses_savepoints


def test_what_may_refuse_undoes_itself_alone():
    with one_for_all():
        act("Ada")
        with pytest.raises(ValueError), may_refuse():
            act("Bob", refuses=True)
        act("Cem")
    assert set(Person.objects.values_list("first_name", flat=True).order_by("pk")) == {
        "Ada",
        "Cem",
    }
