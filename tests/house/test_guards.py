"""The guards of tests/guards.py hold."""

import socket

import pytest
from django.template import engines
from django.template.base import Origin, Template

from becode.campuses.models import Campus
from tests import factories
from tests.guards import ROOT, NetworkRefused, UndefinedName, is_near, is_strict


def page(source, name="templates/public/home.html"):
    origin = Origin(name=str(ROOT / name))
    return Template(source, origin=origin, engine=engines["django"].engine)


def render(template, **names):
    from django.template import Context

    return template.render(Context(names))


@pytest.mark.parametrize("address", [("203.0.113.1", 80), ("example.org", 80), ("2001:db8::1", 1)])
def test_other_machines_are_out_of_reach(address):
    with pytest.raises(NetworkRefused):
        socket.create_connection(address, timeout=1)
    with socket.socket() as plain, pytest.raises(NetworkRefused):
        plain.connect(address)


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
    assert is_near("/tmp/some/socket")
    assert is_near(("::1", 1, 0, 0))


@pytest.mark.parametrize(
    "source", ["{{ gone }}", "{{ user.gone }}", "{% with a=gone %}{% endwith %}"]
)
def test_undefined_name_in_our_page_is_a_fault(source):
    with pytest.raises(UndefinedName):
        render(page(source), user={"name": "x"})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% if gone %}a{% else %}b{% endif %}", "b"),
        ("{{ gone|default:'x' }}", "x"),
        ("{{ empty }}", ""),
        ("{% for one in gone %}{% empty %}none{% endfor %}", "none"),
    ],
)
def test_asking_whether_a_name_is_there_is_allowed(source, expected):
    assert render(page(source), empty="") == expected


def test_pages_of_the_theme_keep_its_habits():
    assert render(page("{{ gone }}-", "templates/admin/base.html")) == "-"
    assert is_strict(str(ROOT / "templates/backoffice/detail.html"))
    assert not is_strict(str(ROOT / "templates/unfold/layouts/base.html"))
    assert not is_strict(str(ROOT / ".venv/lib/x/templates/base.html"))


@pytest.mark.django_db
def test_rows_without_an_order_come_in_any_order():
    for number in range(8):
        factories.CampusFactory(code=f"X{number}")
    in_order = [campus.code for campus in Campus.objects.order_by("code")]
    by_chance = [[campus.code for campus in Campus.objects.order_by()] for _number in range(3)]
    assert in_order == sorted(in_order)
    assert all(sorted(codes) == in_order for codes in by_chance)
    assert by_chance != [in_order] * 3
