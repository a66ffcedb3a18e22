"""Whether we know somebody is told by message, never by the page or its time."""

import statistics
import time

import pytest
from django.test import Client

from applicants.models import Application
from applicants.public import filled
from tests.applicants.public.filling import fill, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web", "at")]


def timed_send(**contact) -> tuple[float, str, str]:
    """Seconds, status with address, and the page behind it without its one-time token."""
    client = Client()
    fill(client, contact=contact)
    started = time.monotonic()
    response = send(client)
    seconds = time.monotonic() - started
    page = client.get(response["Location"]).content.decode()
    return seconds, f"{response.status_code} {response['Location']}", page


def test_the_answer_and_its_time_are_the_same(monkeypatch):
    timed_send(email="known@school.example", phone="")
    new = [timed_send(email=f"new{number}@school.example", phone="") for number in range(5)]
    known = [timed_send(email="known@school.example", phone="") for _time in range(5)]
    assert {answer[1:] for answer in new} == {answer[1:] for answer in known}
    times = [statistics.median(answer[0] for answer in answers) for answers in (new, known)]
    assert abs(times[0] - times[1]) < 0.03
    assert min(times) >= filled.SENDING_SECONDS
    assert Application.objects.count() == 6


def test_sending_needs_less_than_the_time_it_always_takes(monkeypatch):
    monkeypatch.setattr(filled, "SENDING_SECONDS", 0)
    seconds, _answer, _page = timed_send()
    assert seconds < 0.3
