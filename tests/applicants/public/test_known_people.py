"""Whether we know somebody is told by message, never by the page or its time."""

import time

import pytest
from django.test import Client

from applicants.models import Application
from applicants.public import filled
from tests.applicants.public.filling import fill, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web", "at")]


def sent(**contact) -> tuple[str, str]:
    """Status with address, and the page behind it."""
    client = Client()
    fill(client, contact=contact)
    response = send(client)
    page = client.get(response["Location"]).content.decode()
    return f"{response.status_code} {response['Location']}", page


@pytest.fixture
def waits(monkeypatch) -> list[float]:
    """How long each sending rested, in seconds, until the time it always takes was over.

    That time is long here: on a busy machine the work itself may take longer than usual.
    """
    rested: list[float] = []
    monkeypatch.setattr(filled, "SENDING_SECONDS", 30)
    monkeypatch.setattr(filled.time, "sleep", rested.append)
    return rested


def test_the_answer_and_its_time_are_the_same(waits):
    sent(email="known@school.example", phone="")
    new = {sent(email=f"new{number}@school.example", phone="") for number in range(3)}
    known = {sent(email="known@school.example", phone="") for _time in range(3)}
    assert new == known
    assert Application.objects.count() == 4
    assert len(waits) == 7
    assert min(waits) > 0


def test_sending_takes_its_time(monkeypatch):
    client = Client()
    fill(client)
    started = time.monotonic()
    send(client)
    assert time.monotonic() - started >= filled.SENDING_SECONDS
