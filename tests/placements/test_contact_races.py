"""Two things at one moment: managers who end each other's access, one link pressed twice.

Without its guard each goes wrong, which shows that the race is real.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import OperationalError, connections

from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.core.sealing import token_digest
from placements.models import CompanyContact, GuestLink
from placements.workflow import contacts
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 15


def at_once(*calls):
    """Make calls in threads that begin together; what came of each."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait(PATIENCE)
            call()
            return "done"
        except IllegalMove:
            return "refused"
        except OperationalError:  # PostgreSQL found that they wait crosswise
            return "crashed"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return Counter(pool.map(run, calls))


@pytest.fixture
def managers(zenith):
    return [
        factories.CompanyContactFactory(
            company=zenith, user=factories.UserFactory(email=f"m{number}@zenith.example")
        )
        for number in range(2)
    ]


def end_each_other(managers, at):
    one, other = managers
    return at_once(
        lambda: contacts.end_access(contact=other, actor=Actor.user(one.user), at=at),
        lambda: contacts.end_access(contact=one, actor=Actor.user(other.user), at=at),
    )


def test_two_managers_end_each_other_and_one_stays(managers, at):
    assert end_each_other(managers, at) == {"done": 1, "refused": 1}
    assert CompanyContact.objects.filter(is_active=True).count() == 1


def test_without_the_lock_neither_would_be_refused(managers, at, monkeypatch):
    both_have_read = Barrier(2)

    def read_only(company_key):
        rows = CompanyContact.objects.filter(company_id=company_key, is_active=True)
        found = {row.pk: row for row in rows.select_related("company", "user").order_by("pk")}
        both_have_read.wait(PATIENCE)
        return found

    monkeypatch.setattr(contacts, "_lock_colleagues", read_only)
    assert end_each_other(managers, at)["refused"] == 0


@pytest.fixture
def link(managers, at):
    return GuestLink.objects.create(
        purpose="invite", contact=managers[0], digest=token_digest("twice"), made_at=at,
        expires_at=at + timedelta(days=14),
    )  # fmt: skip


def press_twice(link, at):
    def press():
        found = GuestLink.objects.get(pk=link.pk)
        contacts.accept_invitation(link=found, language="nl", at=at)

    return at_once(press, press)


def test_a_link_pressed_twice_at_once_lets_in_one(link, at):
    assert press_twice(link, at) == {"done": 1, "refused": 1}


def test_without_compare_and_set_it_would_let_in_both(link, at, monkeypatch):
    class Anything:
        """Stands for a link that looks unused to whoever asks."""

        @staticmethod
        def filter(**_wanted):
            return Anything

        @staticmethod
        def update(**_values):
            return 1

    class Unguarded:
        objects = Anything

    monkeypatch.setattr(contacts, "GuestLink", Unguarded)
    assert press_twice(link, at) == {"done": 2}
