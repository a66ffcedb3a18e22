"""The cast: Amina runs admissions in Brussels, Bram places learners in Ghent, Chloé is outside.

- Amina: admissions, Brussels only. Bram: placement officer, Ghent only.
- Ada: administrator, all campuses. Dries: data protection. Rik: reporting. Carla: coach, Brussels.
- Mieke: campus manager, Brussels.
- Chloé: contact of the company Zenith. Omar: contact of another company, Northwind.
"""

import gc
from datetime import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation

from becode.accounts.enums import Role
from becode.core import clock
from becode.messages.mail import MemoryBackend as MemoryMail
from becode.messages.sms import MemoryBackend as MemorySms
from becode.reminders import sweep as sweeping
from becode.reminders.registry import rules
from tests import factories
from tests.databases import migrated
from tests.factories import MOMENT
from tests.spreading import scheduler


def pytest_xdist_make_scheduler(config, log):
    return scheduler(config, log)


def pytest_collection_finish(session):
    """What is loaded by now stays to the end: looking through it again and again costs a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Each process copies its database from one that was migrated once: tests/databases.py."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated()


@pytest.fixture(autouse=True)
def _fresh_memory():
    """Nothing sent, nothing limited, when a test begins."""
    MemoryMail.sent.clear()
    MemorySms.sent.clear()


@pytest.fixture(autouse=True)
def _in_english():
    """Sentences are compared in the language in which they were written."""
    with translation.override("en"):
        yield


@pytest.fixture
def at() -> datetime:
    """The moment of a test: Monday 2 March 2026, 10:00 in Brussels; the clock stands there."""
    with clock.set_to(MOMENT):
        yield MOMENT


@pytest.fixture(autouse=True)
def _rules_say_what_they_declare(monkeypatch):
    """Wherever a test sweeps, a rule sends none but the kinds of its `says`."""

    def checked(plan, steering, *, at):
        assert type(plan.notification) in steering.rule.says, steering.rule.key
        return send_plan(plan, steering, at=at)

    send_plan = sweeping._send
    monkeypatch.setattr(sweeping, "_send", checked)


@pytest.fixture
def only_rules(monkeypatch):
    """A function that keeps sweeps to the reminder rules of these keys.

    For tests that sweep through weeks: all rules ask some forty queries each time.
    """

    def keep(*keys: str) -> None:
        kept = [rule for rule in rules() if rule.key in keys]
        assert sorted(rule.key for rule in kept) == sorted(keys)
        monkeypatch.setattr("becode.reminders.sweep.rules", lambda: kept)

    return keep


@pytest.fixture
def only_numbers(only_rules):
    """The same by the numbers of the catalogue."""

    def keep(*numbers: int) -> None:
        only_rules(*[rule.key for rule in rules() if rule.number in numbers])

    return keep


@pytest.fixture
def brussels(db):
    return factories.CampusFactory(code="BXL", name="Brussels", region="brussels")


@pytest.fixture
def ghent(db):
    return factories.CampusFactory(code="GNT", name="Ghent", region="flanders", languages=["nl"])


@pytest.fixture
def web(brussels, ghent):
    """The web developer track, taught in Brussels and Ghent."""
    return factories.TrackFactory(
        code="WEB",
        name_nl="Webontwikkelaar",
        name_fr="Développeur web",
        name_en="Web developer",
        campuses=[brussels, ghent],
    )


@pytest.fixture
def amina(brussels):
    return factories.UserFactory(
        name="Amina Admissions", roles=[Role.ADMISSIONS], campuses=[brussels]
    )


@pytest.fixture
def bram(ghent):
    return factories.UserFactory(name="Bram Placement", roles=[Role.PLACEMENT], campuses=[ghent])


@pytest.fixture
def carla(brussels):
    return factories.UserFactory(name="Carla Coach", roles=[Role.COACH], campuses=[brussels])


@pytest.fixture
def mieke(brussels):
    return factories.UserFactory(
        name="Mieke Manager", roles=[Role.CAMPUS_MANAGER], campuses=[brussels]
    )


@pytest.fixture
def rik(db):
    return factories.UserFactory(name="Rik Reporting", roles=[Role.REPORTING])


@pytest.fixture
def dries(db):
    return factories.UserFactory(name="Dries Privacy", roles=[Role.DATA_PROTECTION])


@pytest.fixture
def ada(db):
    return factories.UserFactory(name="Ada Administrator", roles=[Role.ADMINISTRATOR])


@pytest.fixture
def zenith(brussels):
    return factories.CompanyFactory(name="Zenith")


@pytest.fixture
def chloe(zenith):
    user = factories.UserFactory(name="Chloé Contact", email="chloe@zenith.example")
    factories.CompanyContactFactory(company=zenith, user=user)
    return user


@pytest.fixture
def omar(db):
    user = factories.UserFactory(name="Omar Other", email="omar@northwind.example")
    factories.CompanyContactFactory(company=factories.CompanyFactory(name="Northwind"), user=user)
    return user


@pytest.fixture
def signed_in():
    """A function that gives a client signed in as an account."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def as_person():
    """A function that gives a client with the session of a person, as after their link's button."""

    def sign_in(person) -> Client:
        from becode.portal.access import SESSION_KEY

        client = Client()
        session = client.session
        session[SESSION_KEY] = {"key": person.pk, "at": clock.now().isoformat()}
        session.save()
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _empty_cache(request):
    """Rate limits of one test do not reach another."""
    yield
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        cache.clear()
